"""The HTTP API: create an order, look one up."""

import json
import logging
import os
import uuid
from decimal import Decimal

import boto3

import store

logger = logging.getLogger()
logger.setLevel(logging.INFO)

sqs = boto3.client("sqs")
log_fields = {"service": "orders"}


def create_order(event, context):
    customer = claims_of(event)
    log_fields["customer"] = customer["sub"]
    request = json.loads(event["body"], parse_float=Decimal)
    if not request.get("items"):
        logger.warning("order without items", extra=log_fields)
        return response(400, {"error": "an order needs at least one item"})

    order = {
        "id": str(uuid.uuid4()),
        "customer": customer["sub"],
        "email": customer["email"],
        "items": request["items"],
        "status": "new",
    }
    store.save(order)
    sqs.send_message(QueueUrl=os.environ["PAYMENTS_QUEUE_URL"], MessageBody=json.dumps({"order": order["id"]}))
    logger.info("order created", extra=log_fields)
    return response(201, order)


def get_order(event, context):
    order = store.find(event["pathParameters"]["id"])
    if order is None or order["customer"] != claims_of(event)["sub"]:
        return response(404, {"error": "no such order"})
    return response(200, order)


def claims_of(event):
    return event["requestContext"]["authorizer"]["claims"]


def response(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body, default=str),
    }
