"""Takes back what customers return."""

import json
import logging

import store

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    parcel = json.loads(event["Records"][0]["body"])
    store.mark(parcel["order"], "returned")
    logger.info("return accepted", extra={"order": parcel["order"]})
