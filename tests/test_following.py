"""What code is followed through, each way with a client that is built at its end; docs/code.md lists the same ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest
from program import calls, code, phases

CLIENT = "boto3.client"
Source: TypeAlias = str | Mapping[str, str]

MODULES: dict[str, tuple[Source, list[str]]] = {
    "package": (
        {
            "app.py": "from shop.orders import save\ndef handler(event, context): save(event)",
            "shop/__init__.py": "",
            "shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "namespace package": (
        {
            "app.py": "import shop.orders\ndef handler(event, context): shop.orders.save(event)",
            "shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "import as": (
        {
            "app.py": "import shop.orders as o\ndef handler(event, context): o.save(event)",
            "shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "src layout": (
        {
            "src/app.py": "from shop.orders import save\ndef handler(event, context): save(event)",
            "src/shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "re-export": (
        {
            "app.py": "from shop import save\ndef handler(event, context): save(event)",
            "shop/__init__.py": "from .orders import save as save",
            "shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "star re-export": (
        {
            "app.py": "import shop\ndef handler(event, context): shop.save(event)",
            "shop/__init__.py": "from .orders import *",
            "shop/orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "star import": (
        {
            "app.py": "from orders import *\ndef handler(event, context): save(event)",
            "orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "star import of what is not here": (
        "from elsewhere import *\nimport boto3\ndef handler(event, context): save(boto3.client('s3'))",
        ["invoke"],
    ),
    "import that may fail": (
        {
            "app.py": """
                try:
                    from fast import save
                except ImportError:
                    from slow import save
                def handler(event, context): save(event)
            """,
            "slow.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "conditional import": (
        {
            "app.py": """
                import os
                if os.environ.get("FAST"):
                    from fast import save
                else:
                    from slow import save
                def handler(event, context): save(event)
            """,
            "fast.py": "import boto3\ndef save(order): boto3.client('s3')",
            "slow.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke", "invoke"],
    ),
    "lazy import": (
        {
            "app.py": "def handler(event, context):\n    from orders import save\n    save(event)",
            "orders.py": "import boto3\nclient = boto3.client('sqs')\ndef save(order): boto3.client('s3')",
        },
        ["init", "invoke"],
    ),
    "import_module": (
        {
            "app.py": """
                import importlib
                def handler(event, context):
                    importlib.import_module("orders").save(event)
            """,
            "orders.py": "import boto3\ndef save(order): boto3.client('s3')",
        },
        ["invoke"],
    ),
}

OBJECTS: dict[str, tuple[Source, list[str]]] = {
    "inherited method calls an overridden one": (
        {
            "app.py": "from jobs import Job\ndef handler(event, context): Job().run(event)",
            "base.py": "class Base:\n    def run(self, event): return self.work(event)",
            "jobs.py": "import boto3\nfrom base import Base\nclass Job(Base):\n    def work(self, event): boto3.client('s3')",
        },
        ["invoke"],
    ),
    "super": (
        """
        import boto3
        class Base:
            def __init__(self): self.connect()
            def connect(self): pass
        class Job(Base):
            def __init__(self): super().__init__()
            def connect(self): boto3.client("s3")
        def handler(event, context): Job()
        """,
        ["invoke"],
    ),
    "base class called by name": (
        """
        import boto3
        class Base:
            def save(self): self.client()
        class Job(Base):
            def save(self): Base.save(self)
            def client(self): boto3.client("s3")
        def handler(event, context): Job().save()
        """,
        ["invoke"],
    ),
    "property": (
        """
        import boto3
        class Store:
            @property
            def client(self): return boto3.client("s3")
        store = Store()
        def handler(event, context): store.client.get_object()
        """,
        ["invoke"],
    ),
    "inherited property": (
        """
        import boto3
        class Base:
            @property
            def client(self): return boto3.client("s3")
        class Store(Base): pass
        def handler(event, context): Store().client.get_object()
        """,
        ["invoke"],
    ),
    "cached property of a singleton": (
        """
        import boto3
        from functools import cached_property
        class Store:
            @cached_property
            def client(self): return boto3.client("s3")
        store = Store()
        def handler(event, context): store.client.get_object()
        """,
        ["cold"],
    ),
    "cached property of an object made anew": (
        """
        import boto3
        from functools import cached_property
        class Store:
            @cached_property
            def client(self): return boto3.client("s3")
        def handler(event, context): Store().client.get_object()
        """,
        ["invoke"],
    ),
    "descriptor": (
        """
        import boto3
        class Lazy:
            def __get__(self, owner, kind): return boto3.client("s3")
        class Store:
            client = Lazy()
        store = Store()
        def handler(event, context): store.client.get_object()
        """,
        ["invoke"],
    ),
    "singleton by __new__": (
        """
        import boto3
        class Store:
            _only = None
            def __new__(cls):
                if cls._only is None:
                    cls._only = super().__new__(cls)
                    cls._only.client = boto3.client("s3")
                return cls._only
        def handler(event, context): Store()
        """,
        ["cold"],
    ),
    "guard in __init__": (
        """
        import boto3
        class Store:
            ready = False
            def __init__(self):
                if Store.ready:
                    return
                Store.ready = True
                Store.client = boto3.client("s3")
        def handler(event, context): Store()
        """,
        ["cold"],
    ),
    "class-level getter": (
        """
        import boto3
        class Clients:
            _s3 = None
            @classmethod
            def s3(cls):
                if not cls._s3:
                    cls._s3 = boto3.client("s3")
                return cls._s3
        def handler(event, context): Clients.s3().get_object()
        """,
        ["cold"],
    ),
    "default factory of a dataclass": (
        """
        import boto3
        from dataclasses import dataclass, field
        def make(): return boto3.client("s3")
        @dataclass
        class Store:
            client: object = field(default_factory=make)
        def handler(event, context): Store()
        """,
        ["invoke"],
    ),
    "default factory of a dataclass made once": (
        """
        import boto3
        from dataclasses import dataclass, field
        @dataclass
        class Store:
            client: object = field(default_factory=lambda: boto3.client("s3"))
        store = Store()
        def handler(event, context): store.client.get_object()
        """,
        ["init"],
    ),
    "annotated parameter": (
        """
        import boto3
        class Store:
            def save(self): boto3.client("s3")
        def run(store: "Store | None"): store.save()
        def handler(event, context): run(event["store"])
        """,
        ["invoke"],
    ),
    "caught exception": (
        """
        import boto3
        class Rejected(Exception):
            def report(self): boto3.client("s3")
        def handler(event, context):
            try: event["store"].save()
            except Rejected as reason: reason.report()
        """,
        ["invoke"],
    ),
    "context manager class": (
        """
        import boto3
        class Session:
            def __enter__(self):
                boto3.client("s3")
                return self
            def __exit__(self, *error): boto3.client("sqs")
        def handler(event, context):
            with Session(): pass
        """,
        ["invoke", "invoke"],
    ),
    "context manager function": (
        """
        import boto3
        from contextlib import contextmanager
        class Session:
            def close(self): boto3.client("s3")
        @contextmanager
        def session():
            yield Session()
        def handler(event, context):
            with session() as found: found.close()
        """,
        ["invoke"],
    ),
    "thread class": (
        """
        import boto3, threading
        class Work(threading.Thread):
            def run(self): boto3.client("s3")
        def handler(event, context): Work().start()
        """,
        ["invoke"],
    ),
    "object given to a framework": (
        """
        import boto3
        from ask_sdk_core.skill_builder import SkillBuilder
        from ask_sdk_core.dispatch_components import AbstractRequestHandler
        class Launch(AbstractRequestHandler):
            def can_handle(self, handler_input): return True
            def handle(self, handler_input): boto3.client("s3")
        skill = SkillBuilder()
        skill.add_request_handler(Launch())
        handler = skill.lambda_handler()
        """,
        ["invoke"],
    ),
}

CALLS: dict[str, tuple[Source, list[str]]] = {
    "nested function": (
        """
        import boto3
        def handler(event, context):
            def work(): boto3.client("s3")
            work()
        """,
        ["invoke"],
    ),
    "callback parameter": (
        """
        import boto3
        def each(items, work):
            for item in items: work(item)
        def save(item): boto3.client("s3")
        def handler(event, context): each(event["Records"], save)
        """,
        ["invoke"],
    ),
    "callback kept in an object": (
        """
        import boto3
        class Bus:
            def __init__(self, work): self.work = work
            def run(self, event): self.work(event)
        def save(item): boto3.client("s3")
        bus = Bus(save)
        def handler(event, context): bus.run(event)
        """,
        ["invoke"],
    ),
    "table of functions": (
        """
        import boto3
        def save(item): boto3.client("s3")
        ROUTES = {"save": save}
        def handler(event, context): ROUTES.get(event["route"], print)(event)
        """,
        ["invoke"],
    ),
    "table of many functions": (
        "import boto3\n"
        + "".join(f"def f{number}(): boto3.client('s3')\n" for number in range(12))
        + f"ROUTES = {{{', '.join(f'{number}: f{number}' for number in range(12))}}}\n"
        + "def handler(event, context): ROUTES[event['route']]()\n",
        ["invoke"] * 12,
    ),
    "registry filled by a decorator": (
        """
        import boto3
        ROUTES = {}
        def route(name):
            def keep(function):
                ROUTES[name] = function
                return function
            return keep
        @route("save")
        def save(item): boto3.client("s3")
        def handler(event, context): ROUTES[event["route"]](event)
        """,
        ["invoke"],
    ),
    "list of functions": (
        """
        import boto3
        def save(item): boto3.client("s3")
        STEPS = [save]
        def handler(event, context):
            for step in STEPS: step(event)
        """,
        ["invoke"],
    ),
    "getattr": (
        """
        import boto3
        class Store:
            def save(self, item): boto3.client("s3")
        def handler(event, context): getattr(Store(), "save")(event)
        """,
        ["invoke"],
    ),
    "partial": (
        """
        import boto3
        from functools import partial
        def save(kind, item): boto3.client(kind)
        save_s3 = partial(save, "s3")
        def handler(event, context): save_s3(event)
        """,
        ["invoke"],
    ),
    "decorator": (
        """
        import boto3, functools
        def logged(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                boto3.client("logs")
                return function(*args, **kwargs)
            return wrapper
        @logged
        def save(item): boto3.client("s3")
        def handler(event, context): save(event)
        """,
        ["invoke", "invoke"],
    ),
    "decorator with arguments": (
        """
        import boto3, functools
        def retried(times):
            def decorate(function):
                @functools.wraps(function)
                def wrapper(*args):
                    boto3.client("sqs")
                    return function(*args)
                return wrapper
            return decorate
        @retried(3)
        def handler(event, context): boto3.client("s3")
        """,
        ["invoke", "invoke"],
    ),
    "decorator with arguments that may be left out": (
        """
        import boto3, functools
        def retried(function=None, *, times=1):
            if function is None:
                return functools.partial(retried, times=times)
            def wrapper(event, context):
                boto3.client("sqs")
                return function(event, context)
            return wrapper
        @retried(times=2)
        def handler(event, context): boto3.client("s3")
        """,
        ["invoke", "invoke"],
    ),
    "decorator class": (
        """
        import boto3
        class Traced:
            def __init__(self, function): self.function = function
            def __call__(self, *args):
                boto3.client("xray")
                return self.function(*args)
        @Traced
        def save(item): boto3.client("s3")
        def handler(event, context): save(event)
        """,
        ["invoke", "invoke"],
    ),
    "generator": (
        """
        import boto3
        def pages():
            client = boto3.client("s3")
            yield from client.pages()
        def handler(event, context):
            for page in pages(): print(page)
        """,
        ["invoke"],
    ),
    "object from a generator": (
        """
        import boto3
        class Store:
            def save(self): boto3.client("s3")
        def stores():
            yield Store()
        def handler(event, context):
            for store in stores(): store.save()
        """,
        ["invoke"],
    ),
    "await": (
        """
        import asyncio, boto3
        async def work(event): boto3.client("s3")
        async def main(event): await work(event)
        def handler(event, context): return asyncio.run(main(event))
        """,
        ["invoke"],
    ),
    "gathered coroutines": (
        """
        import asyncio, boto3
        async def work(record): boto3.client("s3")
        def handler(event, context):
            loop = asyncio.get_event_loop()
            loop.run_until_complete(asyncio.gather(*[work(record) for record in event["Records"]]))
        """,
        ["invoke"],
    ),
    "match": (
        """
        import boto3
        def work(body): boto3.client("s3")
        def handler(event, context):
            match event:
                case {"body": body}: work(body)
                case _: pass
        """,
        ["invoke"],
    ),
    "record handler of a decorator": (
        """
        import boto3
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, batch_processor
        processor = BatchProcessor(event_type=EventType.SQS)
        def work(record): boto3.client("s3")
        @batch_processor(record_handler=work, processor=processor)
        def handler(event, context): return processor.response()
        """,
        ["invoke"],
    ),
    "route added by a call": (
        """
        import boto3
        from fastapi import FastAPI
        from mangum import Mangum
        def index(): boto3.client("s3")
        app = FastAPI()
        app.add_api_route("/", index)
        handler = Mangum(app)
        """,
        ["invoke"],
    ),
}

ENTRIES: dict[str, tuple[Source, list[str]]] = {
    "static method": (
        """
        import boto3
        class Job:
            @staticmethod
            def handle(event, context): boto3.client("s3")
        handler = Job.handle
        """,
        ["invoke"],
    ),
    "class method": (
        """
        import boto3
        class Job:
            @classmethod
            def handle(cls, event, context): boto3.client("s3")
        handler = Job.handle
        """,
        ["invoke"],
    ),
    "bound method": (
        """
        import boto3
        class Job:
            def __init__(self): self.queue = boto3.client("sqs")
            def handle(self, event, context): boto3.client("s3")
        handler = Job().handle
        """,
        ["init", "invoke"],
    ),
    "object with __call__": (
        """
        import boto3
        class Job:
            def __call__(self, event, context): boto3.client("s3")
        handler = Job()
        """,
        ["invoke"],
    ),
    "factory": (
        {
            "app.py": "from lib import make_handler\nhandler = make_handler(1)",
            "lib.py": """
                import boto3
                def make_handler(x):
                    def inner(event, context): boto3.client("s3")
                    return inner
            """,
        },
        ["invoke"],
    ),
    "class method of a base as factory": (
        {
            "app.py": """
                import boto3
                from lib import Base
                class Job(Base):
                    def run(self, event, context): boto3.client("s3")
                handler = Job.as_handler()
            """,
            "lib.py": """
                class Base:
                    @classmethod
                    def as_handler(cls):
                        def inner(event, context): return cls().run(event, context)
                        return inner
            """,
        },
        ["invoke"],
    ),
    "partial as handler": (
        """
        import boto3, functools
        def work(kind, event, context): boto3.client(kind)
        handler = functools.partial(work, "s3")
        """,
        ["invoke"],
    ),
    "wrapped by the project": (
        """
        import boto3
        def wrap(function):
            def inner(event, context): return function(event, context)
            return inner
        def work(event, context): boto3.client("s3")
        handler = wrap(work)
        """,
        ["invoke"],
    ),
    "wrapped by a library": (
        """
        import boto3
        from datadog_lambda.wrapper import datadog_lambda_wrapper
        def work(event, context): boto3.client("s3")
        handler = datadog_lambda_wrapper(work)
        """,
        ["invoke"],
    ),
    "imported handler": (
        {
            "app.py": "from orders import handle as handler",
            "orders.py": "import boto3\ndef handle(event, context): boto3.client('s3')",
        },
        ["invoke"],
    ),
}

GUARDS: dict[str, tuple[Source, list[str]]] = {
    "except NameError": (
        """
        import boto3
        def handler(event, context):
            global client
            try:
                client
            except NameError:
                client = boto3.client("s3")
        """,
        ["cold"],
    ),
    "hasattr": (
        """
        import boto3
        def get():
            if not hasattr(get, "client"):
                get.client = boto3.client("s3")
            return get.client
        def handler(event, context): get()
        """,
        ["cold"],
    ),
    "name in globals()": (
        """
        import boto3
        def handler(event, context):
            global client
            if "client" not in globals():
                client = boto3.client("s3")
        """,
        ["cold"],
    ),
    "else branch": (
        """
        import boto3
        client = None
        def get():
            global client
            if client is not None:
                return client
            else:
                client = boto3.client("s3")
                return client
        def handler(event, context): get().get_object()
        """,
        ["cold"],
    ),
    "flag": (
        """
        import boto3
        ready = False
        def handler(event, context):
            global ready, client
            if not ready:
                client = boto3.client("s3")
                ready = True
        """,
        ["cold"],
    ),
    "guard around the call of a function": (
        """
        import boto3
        client = None
        def connect():
            global client
            client = boto3.client("s3")
        def handler(event, context):
            if client is None:
                connect()
        """,
        ["cold"],
    ),
    "state of another module": (
        {
            "app.py": """
                import boto3, state
                def handler(event, context):
                    if state.client is None:
                        state.client = boto3.client("s3")
            """,
            "state.py": "client = None",
        },
        ["cold"],
    ),
    "missing in a dictionary": (
        """
        import boto3
        clients = {}
        def get(name):
            if name not in clients:
                clients[name] = boto3.client(name)
            return clients[name]
        def handler(event, context): get("s3")
        """,
        ["cold"],
    ),
    "empty list": (
        """
        import boto3
        pool = []
        def handler(event, context):
            if len(pool) == 0:
                pool.append(boto3.client("s3"))
        """,
        ["cold"],
    ),
    "double check with a lock": (
        """
        import boto3, threading
        lock = threading.Lock()
        client = None
        def get():
            global client
            if client is None:
                with lock:
                    if client is None:
                        client = boto3.client("s3")
            return client
        def handler(event, context): get()
        """,
        ["cold"],
    ),
    "time to live": (
        """
        import boto3, time
        client, made = None, 0
        def handler(event, context):
            global client, made
            if time.time() - made > 300:
                client, made = boto3.client("s3"), time.time()
        """,
        ["cold"],
    ),
    "walrus": (
        """
        import boto3
        client = None
        def handler(event, context):
            global client
            if (found := client) is None:
                client = boto3.client("s3")
        """,
        ["cold"],
    ),
    "cached method of a singleton": (
        """
        import boto3, functools
        class Store:
            @functools.lru_cache
            def client(self): return boto3.client("s3")
        store = Store()
        def handler(event, context): store.client()
        """,
        ["cold"],
    ),
    "helper of a cached function": (
        """
        import boto3, functools
        def make(): return boto3.client("s3")
        @functools.cache
        def get(): return make()
        def handler(event, context): get()
        """,
        ["cold"],
    ),
}

NOT_FOLLOWED: dict[str, tuple[Source, list[str]]] = {
    "operators": (
        """
        import boto3
        class Store:
            def __getitem__(self, key): return boto3.client("s3")
        store = Store()
        def handler(event, context): store["orders"]
        """,
        [],
    ),
    "iteration over an object of the project": (
        """
        import boto3
        class Pages:
            def __iter__(self): yield boto3.client("s3")
        def handler(event, context): list(Pages())
        """,
        [],
    ),
    "names computed while running": (
        """
        import boto3
        class Store:
            def save(self): boto3.client("s3")
        def handler(event, context): getattr(Store(), event["method"])()
        """,
        [],
    ),
    "members of an enumeration": (
        """
        import boto3, enum
        class Kind(enum.Enum):
            A = 1
            def save(self): boto3.client("s3")
        def handler(event, context): Kind.A.save()
        """,
        [],
    ),
    "objects from the methods of a library": (
        """
        import boto3
        from pynamodb.models import Model
        class Order(Model):
            def url(self): return boto3.client("s3")
        def handler(event, context): Order.get(event["id"]).url()
        """,
        [],
    ),
}

WAYS = {**MODULES, **OBJECTS, **CALLS, **ENTRIES, **GUARDS, **NOT_FOLLOWED}


@pytest.mark.parametrize(("source", "expected"), WAYS.values(), ids=WAYS)
def test_a_client_is_found_in_the_phase_in_which_it_is_built(source: Source, expected: list[str]) -> None:
    handler = "src/app.handler" if "src/app.py" in source else "app.handler"

    assert sorted(phases(code(source, handler), CLIENT)) == expected


def test_a_decorated_function_that_nobody_calls_does_not_run() -> None:
    found = code(
        """
        import boto3
        def logged(function):
            def wrapper(*args): return function(*args)
            return wrapper
        @logged
        def unused(item): boto3.client("s3")
        @logged
        def used(item): pass
        def handler(event, context): used(event)
        """
    )

    assert phases(found, CLIENT) == []


def test_what_a_partial_gives_comes_before_what_the_call_gives() -> None:
    found = code(
        """
        from functools import partial
        import boto3
        def save(kind, item): boto3.client(kind).put(item)
        def handler(event, context): partial(save, "s3")(event)
        """
    )

    (put,) = (call for call in found.calls if call.name == "put")
    assert put.target == "boto3.client('s3').put"
    assert put.paths == ((),)


def test_an_object_given_to_a_library_as_data_is_not_called_back() -> None:
    found = code(
        """
        import boto3
        from pynamodb.models import Model
        class Order(Model):
            def url(self): return boto3.client("s3")
            def save(self): super(Order, self).save(self)
        def handler(event, context): Order().save()
        """
    )

    assert calls(found, CLIENT) == []
