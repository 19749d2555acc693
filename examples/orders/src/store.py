"""The orders table."""

import os

import boto3
from boto3.dynamodb.conditions import Attr


def orders_table():
    return boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])


def find(order_id):
    return orders_table().get_item(Key={"id": order_id}).get("Item")


def save(order):
    orders_table().put_item(Item=order)


def save_all(orders):
    with orders_table().batch_writer() as batch:
        for order in orders:
            batch.put_item(Item=order)


def mark(order_id, status):
    orders_table().update_item(
        Key={"id": order_id},
        UpdateExpression="SET #status = :status",
        ConditionExpression=Attr("id").exists(),
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":status": status},
    )
