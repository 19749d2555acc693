"""Mails the customer when the status of an order changes."""

import logging
import os

import boto3

SUBJECTS = {
    "new": "We have your order",
    "paid": "Your payment arrived",
    "returned": "Your return arrived",
}

logger = logging.getLogger()
logger.setLevel(logging.INFO)

ses = boto3.client("sesv2")


def handler(event, context):
    for record in event["Records"]:
        try:
            notify(record["dynamodb"])
        except Exception:
            logger.exception("notification failed", extra={"event_id": record["eventID"]})


def notify(change):
    before, after = change.get("OldImage", {}), change.get("NewImage")
    if after is None or before.get("status") == after["status"]:
        return
    subject = SUBJECTS[after["status"]["S"]]
    ses.send_email(
        FromEmailAddress=os.environ["SENDER_ADDRESS"],
        Destination={"ToAddresses": [after["email"]["S"]]},
        Content={
            "Simple": {
                "Subject": {"Data": subject},
                "Body": {"Text": {"Data": f"{subject}: {after['id']['S']}"}},
            }
        },
    )
