"""What pushes events to functions: rules, schedules, buckets, topics, log groups, user pools, function URLs."""

from __future__ import annotations

from typing import Any

from lambdalint.frameworks.cdk.builder import Builder, Site, arn, converted, put, same, words
from lambdalint.frameworks.cdk.values import Construct
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Instance, Made, Name, Ref, Thing, Unknown

_RATES = {"seconds": "second", "minutes": "minute", "hours": "hour", "days": "day"}


def schedule(value: Thing) -> Thing:
    """`Schedule.rate(Duration.minutes(5))` as an expression."""
    if not isinstance(value, Made):
        return Unknown("a schedule")
    if value.last in ("expression", "at"):
        return value.arguments.get(0, "expression")
    if value.last == "rate":
        return _rate(value.arguments.get(0, "duration"))
    return _cron(value) if value.last == "cron" else Unknown("a schedule")


def _rate(duration: Thing) -> Thing:
    amount = duration.arguments.get(0, "amount") if isinstance(duration, Made) else None
    if not isinstance(duration, Made) or not isinstance(amount, int) or duration.last not in _RATES:
        return Unknown("a rate")
    return f"rate({amount} {_RATES[duration.last]}{'' if amount == 1 else 's'})"


def _cron(value: Made) -> Thing:
    given = {name: one.value for name, one in value.arguments.named.items()}
    options = value.arguments.get(0, "options")
    given |= {name: one.value for name, one in options.arguments.named.items()} if isinstance(options, Made) else {}
    day = given.get("day", "?" if "week_day" in given else "*")
    week_day = given.get("week_day", "*" if day == "?" else "?")
    fields = [given.get(name, "*") for name in ("minute", "hour")]
    fields += [day, given.get("month", "*"), week_day, given.get("year", "*")]
    known = value.arguments.complete and all(isinstance(field, str) for field in fields)
    return f"cron({' '.join(fields)})" if known else Unknown("cron")


def _pattern(value: Thing) -> Thing:
    """An `EventPattern` with the keys that EventBridge knows."""
    if isinstance(value, dict):
        return {str(key).replace("_", "-"): one for key, one in value.items()}
    if not isinstance(value, Made) or not value.arguments.complete:
        return Unknown("a pattern")
    pattern = {name.replace("_", "-"): one.value for name, one in value.arguments.named.items()}
    return pattern or Unknown("a pattern")


def _state(value: Thing) -> Thing:
    return {True: "ENABLED", False: "DISABLED"}.get(value, Unknown("a state")) if isinstance(value, bool) else Unknown()


def rule(site: Site) -> Construct:
    """An EventBridge `Rule` with the targets it is made with."""
    properties = site.properties({
        "schedule": ("ScheduleExpression", schedule),
        "event_pattern": ("EventPattern", _pattern),
        "enabled": ("State", _state),
        "event_bus": ("EventBusName", lambda bus: Ref(bus.name) if isinstance(bus, Construct) else Unknown("a bus")),
    })  # fmt: skip
    made = site.construct(site.add("AWS::Events::Rule", {**properties, "Targets": []}))
    targets = site.arguments.given(-1, "targets")
    if targets is not None and isinstance(targets.value, list):
        for target in targets.value:
            add_target(site.builder, made, Given(target, targets.at))
    return made


def add_target(builder: Builder, made: Construct, target: Given) -> bool:
    """One more target of a rule; False when it cannot be read."""
    value, resource = target.value, builder.template.resources.get(made.name)
    if resource is None or not isinstance(value, Made):
        return False
    if value.last == "SfnStateMachine" or not value.dotted.startswith("aws_cdk.aws_events_targets."):
        return False
    targets = resource.properties.setdefault("Targets", [])
    if not isinstance(targets, list):
        return False
    if value.last != "LambdaFunction":
        return True
    item: dict[str, Any] = {"Id": "target", "Arn": Given(arn(value.arguments.get(0, "handler")), target.at)}
    put(item, "Input", converted(value.arguments.given(-1, "event"), _input))
    put(item, "DeadLetterConfig.Arn", converted(value.arguments.given(-1, "dead_letter_queue"), arn))
    targets.append(item)
    permit(builder, value.arguments.get(0, "handler"), "events.amazonaws.com", Ref(made.name, "Arn"), target)
    return True


def _input(value: Thing) -> Thing:
    """`RuleTargetInput.from_object({…})`."""
    known = isinstance(value, Made) and value.last in ("from_object", "from_text")
    return value.arguments.get(0, "obj") if known else Unknown("an input")


def permit(builder: Builder, function: Thing, principal: Thing, source: Thing, at: Given) -> None:
    """Let a service invoke a function, as CDK does wherever it connects the two."""
    function = function.base if isinstance(function, Instance) else function
    if not isinstance(function, Construct) or function.imported:
        return
    properties = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": Ref(function.name, "Arn"),
        "Principal": principal,
    }
    put(properties, "SourceArn", source)
    site = Site(builder, "", function.place, Arguments(at.at), at.at, at.at)
    site.add("AWS::Lambda::Permission", properties, "Allow")


def notify(builder: Builder, bucket: Construct, events: list[Given], target: Given, filters: list[Thing]) -> bool:
    """A notification of a bucket to a function; False when the target is none."""
    value = target.value
    if not isinstance(value, Made) or value.last != "LambdaDestination":
        return False
    _notify(builder, bucket, events, Given(value.arguments.get(0, "fn"), target.at), filters)
    return True


def _notify(builder: Builder, bucket: Construct, events: list[Given], function: Given, filters: list[Thing]) -> None:
    resource = builder.template.resources.get(bucket.name)
    if resource is None:
        site = builder.site(bucket.dotted, bucket.arguments)
        resource = site.add("AWS::S3::Bucket", {})
    rules = [rule for one in filters for rule in _key_rules(one)]
    notification = resource.properties.setdefault("NotificationConfiguration", {})
    for event in events or [Given("s3:ObjectCreated:*", function.at)]:
        item: dict[str, Any] = {"Event": converted(event, _event), "Function": Given(arn(function.value), function.at)}
        if rules:
            put(item, "Filter.S3Key.Rules", rules)
        notification.setdefault("LambdaConfigurations", []).append(item)
    permit(builder, function.value, "s3.amazonaws.com", Ref(resource.name, "Arn"), function)


def _event(value: Thing) -> Thing:
    """`EventType.OBJECT_CREATED_PUT` as S3 calls it."""
    name = value.last if isinstance(value, Name) else ""
    if not name.startswith("OBJECT_"):
        return Unknown("an event")
    kind, _, detail = name.removeprefix("OBJECT_").partition("_")
    first, second = "Object" + kind.capitalize(), "".join(part.capitalize() for part in detail.split("_"))
    return f"s3:{first}:{second or '*'}"


def _key_rules(value: Thing) -> list[Thing]:
    """`NotificationKeyFilter(prefix=…)`, also as a dict."""
    named = value.arguments.named if isinstance(value, Made) else value if isinstance(value, dict) else None
    if named is None or HIDDEN in named:
        return [{"Name": Unknown("a filter"), "Value": Unknown("a filter")}]
    return [{"Name": name, "Value": named[name]} for name in ("prefix", "suffix") if name in named]


def bucket_source(builder: Builder, function: Construct, made: Made) -> None:
    """An `S3EventSource`."""
    bucket, events = made.arguments.get(0, "bucket"), made.arguments.given(-1, "events")
    filters = made.arguments.get(-1, "filters")
    if isinstance(bucket, Construct):
        names = events.value if events is not None and isinstance(events.value, list) else []
        at = made.arguments.at if events is None else events.at
        given = [Given(name, at) for name in names] or [Given(Unknown("events"), at)]
        _notify(
            builder, bucket, given, Given(function, made.arguments.at), filters if isinstance(filters, list) else []
        )


def subscribe(builder: Builder, topic: Thing, subscription: Made, function: Thing) -> None:
    """A topic's subscription to a function."""
    properties: dict[str, Any] = {
        "Protocol": "lambda",
        "TopicArn": arn(topic),
        "Endpoint": arn(function),
    }
    put(properties, "FilterPolicy", converted(subscription.arguments.given(-1, "filter_policy"), lambda _: Unknown()))
    dead_letters = converted(subscription.arguments.given(-1, "dead_letter_queue"), arn)
    put(properties, "RedrivePolicy.deadLetterTargetArn", dead_letters)
    place = function.place if isinstance(function, Construct) else None
    if place is not None:
        at = subscription.arguments.at
        name = topic.name if isinstance(topic, Construct) else "Topic"
        Site(builder, "", place, subscription.arguments, at, at).add("AWS::SNS::Subscription", properties, name)
        permit(builder, function, "sns.amazonaws.com", arn(topic), Given(None, at))


def subscription(site: Site) -> Construct:
    """A `Subscription` of `aws_sns`."""
    protocol = site.arguments.get(-1, "protocol")
    properties: dict[str, Any] = {"Protocol": getattr(protocol, "last", "").lower() or Unknown("protocol")}
    put(properties, "TopicArn", converted(site.arguments.given(-1, "topic"), arn))
    put(properties, "Endpoint", converted(site.arguments.given(-1, "endpoint"), arn))
    return site.construct(site.add("AWS::SNS::Subscription", properties))


def url(function: Construct, site: Site) -> Made:
    """`function.add_function_url(…)`."""
    properties = site.properties({
        "auth_type": ("AuthType", words({"NONE": "NONE", "AWS_IAM": "AWS_IAM"})),
        "invoke_mode": ("InvokeMode", words({"BUFFERED": "BUFFERED", "RESPONSE_STREAM": "RESPONSE_STREAM"})),
        "cors": ("Cors", _cors),
    })  # fmt: skip
    properties.setdefault("AuthType", "AWS_IAM")
    site.add("AWS::Lambda::Url", {"TargetFunctionArn": Ref(function.name, "Arn"), **properties}, "FunctionUrl")
    return Made("aws_cdk.aws_lambda.FunctionUrl", site.arguments, function)


def _cors(value: Thing) -> Thing:
    origins = value.arguments.given(-1, "allowed_origins") if isinstance(value, Made) else None
    return Unknown("cors") if not isinstance(value, Made) else {} if origins is None else {"AllowOrigins": origins}


def user_pool(site: Site) -> Construct:
    """A Cognito `UserPool` with the triggers it is made with."""
    triggers = site.arguments.get(-1, "lambda_triggers")
    given = triggers.arguments.named if isinstance(triggers, Made) else {}
    configured = {_camel(name): converted(one, arn) for name, one in given.items()}
    properties: dict[str, Any] = {"LambdaConfig": configured} if configured else {}
    return site.construct(site.add("AWS::Cognito::UserPool", properties))


def add_trigger(builder: Builder, pool: Construct, operation: Thing, function: Given) -> bool:
    """`pool.add_trigger(UserPoolOperation.PRE_SIGN_UP, function)`."""
    resource = builder.template.resources.get(pool.name)
    if resource is None or not isinstance(operation, Name):
        return False
    event = _camel(operation.last.lower())
    resource.properties.setdefault("LambdaConfig", {})[event] = converted(function, arn)
    return True


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def log_subscription(site: Site) -> Construct:
    """A `SubscriptionFilter` of a log group."""
    target = site.arguments.get(-1, "destination")
    properties: dict[str, Any] = {"FilterPattern": Unknown("a pattern")}
    put(properties, "LogGroupName", converted(site.arguments.given(-1, "log_group"), same))
    if isinstance(target, Made):
        put(properties, "DestinationArn", converted(target.arguments.given(0, "fn"), arn))
    return site.construct(site.add("AWS::Logs::SubscriptionFilter", properties))
