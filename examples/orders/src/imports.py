"""Imports the orders that partners upload as CSV files."""

import csv
import logging
import uuid
from urllib.parse import unquote_plus

import boto3

import store

logger = logging.getLogger()
logger.setLevel(logging.INFO)

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        s3.download_file(bucket, key, "/tmp/orders.csv")
        with open("/tmp/orders.csv", newline="", encoding="utf-8") as upload:
            orders = [order_from(row) for row in csv.DictReader(upload)]
        store.save_all(orders)
        logger.info("orders imported", extra={"key": key, "count": len(orders)})


def order_from(row):
    return {
        "id": str(uuid.uuid4()),
        "customer": row["customer"],
        "email": row["email"],
        "items": [{"sku": row["sku"], "quantity": int(row["quantity"])}],
        "status": "new",
    }
