"""An SMSC for tests, on the SMPP server of smpp34. It writes what happens as lines of JSON.

Usage: smsc.py PORT [FIRST]. Texts are named by numbers from FIRST on. The end of a receiver's number says what becomes
of a text:

    9001  refused twice as throttled, then taken     9005  taken, not delivered
    9002  refused as no number                       9006  the receipt comes before the answer
    9003  refused because the queue is full          9007  never answered
    9004  taken, no receipt                          9008  taken half a second late, delivered half a second after
                                                     other taken and delivered

The text "MO" is answered by a citizen's text, "MOLONG" by a long one, once with either width of the reference, its last
part first and its first part twice.
"""

import asyncio
import itertools
import json
import sys
import time

import smpp34

LONG_TEXT = (
    "Tra cứu hồ sơ số 000.00.01.H29-261122-0001 của Nguyễn Văn A và cho biết ngày trả kết quả, nơi nhận, "
    "giấy tờ cần mang theo. Cảm ơn! 😀"
)
REFUSALS = {"9002": smpp34.ESME_RINVDSTADR, "9003": smpp34.ESME_RMSGQFUL}
STATES = {"DELIVRD": 2, "UNDELIV": 5}
NUMBERS = itertools.count(int(sys.argv[2]) if len(sys.argv) > 2 else 1)


def log(**entry):
    print(json.dumps(entry), flush=True)


def describe(event):
    body = bytes(event.short_message)
    header = b""
    if event.esm_class & 0x40 and body:
        length = body[0] + 1
        header, body = body[:length], body[length:]
    return {
        "source": event.source_addr,
        "destination": event.destination_addr,
        "kinds": [event.source_addr_ton, event.source_addr_npi, event.dest_addr_ton, event.dest_addr_npi],
        "coding": event.data_coding,
        "wantsReceipt": event.registered_delivery & 3 == 1,
        "header": list(header),
        "body": list(body),
    }


class Sessions:
    def __init__(self):
        self.bound = {}
        self.throttled = {}
        # An event that is dropped is answered with an error; those that never get an answer are held here.
        self.unanswered = []
        self.tasks = set()

    def start(self, work):
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def take(self, event):
        text = describe(event)
        log(event="submit", **text)
        ending = event.destination_addr[-4:]
        if ending == "9007":
            self.unanswered.append(event)
            return
        if ending == "9001" and self.throttled.setdefault(event.destination_addr, 0) < 2:
            self.throttled[event.destination_addr] += 1
            event.reject(smpp34.ESME_RTHROTTLED)
            return
        if ending in REFUSALS:
            event.reject(REFUSALS[ending])
            return
        self.start(self.answer(event, bytes(text["body"])))

    async def answer(self, event, body):
        ending = event.destination_addr[-4:]
        delay = 0.5 if ending == "9008" else 0
        await asyncio.sleep(delay)
        message_id = f"{next(NUMBERS):08X}"
        wants_receipt = event.registered_delivery & 3 == 1 and ending != "9004"
        if ending == "9006" and wants_receipt:
            await self.send_receipt(event, message_id, "DELIVRD")
        log(event="accepted", destination=event.destination_addr, id=message_id)
        event.accept(message_id)
        await asyncio.sleep(delay)
        if ending != "9006" and wants_receipt:
            await self.send_receipt(event, message_id, "UNDELIV" if ending == "9005" else "DELIVRD")
        if body == b"MO":
            await self.send_text(event, "Tra cứu 0001".encode("utf-16-be"))
        elif body == b"MOLONG":
            await self.send_long_text(event, [5, 0, 3, 0x42], 134)
            await self.send_long_text(event, [6, 8, 4, 0x12, 0x34], 132)

    async def send_receipt(self, event, message_id, state):
        date = time.strftime("%y%m%d%H%M")
        delivered = "001" if state == "DELIVRD" else "000"
        text = (
            f"id:{message_id} sub:001 dlvrd:{delivered} submit date:{date} done date:{date} stat:{state} err:000 text:"
        )
        parameters = [
            smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, message_id.encode() + b"\0"),
            smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, bytes([STATES[state]])),
        ]
        answer = await self.deliver(event, text.encode(), esm_class=0x04, tlvs=parameters)
        log(event="receipt", id=message_id, state=state, answer=answer)

    async def send_text(self, event, body, **fields):
        answer = await self.deliver(event, body, data_coding=8, **fields)
        log(event="text", answer=answer)

    async def send_long_text(self, event, start, size):
        body = LONG_TEXT.encode("utf-16-be")
        parts = [body[place : place + size] for place in range(0, len(body), size)]
        # The last part first, and the first one twice.
        for index in [*reversed(range(len(parts))), 0]:
            header = bytes([*start, len(parts), index + 1])
            await self.send_text(event, header + parts[index], esm_class=0x40)

    async def deliver(self, event, body, **fields):
        answer = await self.bound[event.session_id].deliver_sm(
            event.source_addr,
            body,
            source_addr=event.destination_addr,
            source_addr_ton=1,
            source_addr_npi=1,
            **fields,
        )
        return answer.command_status


async def main(port):
    server = smpp34.Server("127.0.0.1", port, system_id="smpp34")
    await server.start()
    log(event="listening")
    sessions = Sessions()
    while True:
        event = await server.next()
        if isinstance(event, smpp34.Esme):
            sessions.bound[event.session_id] = event
            log(event="bound", systemID=event.system_id)
        elif isinstance(event, smpp34.Unbound):
            sessions.bound.pop(event.session_id, None)
            log(event="unbound")
        elif isinstance(event, smpp34.SubmitSmEvent):
            sessions.take(event)


asyncio.run(main(int(sys.argv[1])))
