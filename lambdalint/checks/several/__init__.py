"""Series LL7: checks that read several functions, roles and queues together."""
