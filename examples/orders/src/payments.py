"""Charges the orders that wait in the payments queue."""

import json
import logging
import os

import requests

import store

# The provider settles some cards only after a minute.
SETTLEMENT_SECONDS = 90

logger = logging.getLogger()
logger.setLevel(logging.INFO)

session = requests.Session()


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            charge(json.loads(record["body"])["order"])
        except requests.RequestException:
            logger.exception("payment failed", extra={"message_id": record["messageId"]})
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def charge(order_id):
    answer = session.post(
        os.environ["PAYMENTS_URL"] + "/charges",
        json={"reference": order_id},
        headers={"Idempotency-Key": order_id},
        timeout=SETTLEMENT_SECONDS,
    )
    answer.raise_for_status()
    store.mark(order_id, "paid")
