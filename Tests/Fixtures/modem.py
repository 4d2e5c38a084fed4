"""A GSM modem on a pseudo terminal, for smstools: python3 modem.py LINK

LINK becomes a symbolic link to the terminal. Each line of its input is a text that its card gets, in JSON: `from` and
`parts`, and `number` if there are several. Each line of its output is what it did. What becomes of a text follows from
the last digit of the receiver: 2 expires, 4 cannot be delivered, 8 is refused, 9 is never reported, others arrive.
"""
import json
import os
import pty
import re
import select
import sys
import time
import tty

STATES = {"2": 0x46, "4": 0x41}


def log(**event):
    print(json.dumps(event), flush=True)


def swapped(digits):
    digits += "F" * (len(digits) % 2)
    return "".join(digits[i + 1] + digits[i] for i in range(0, len(digits), 2))


def stamp():
    # Local time, and its zone as if it were Vietnam's: 28 quarters of an hour.
    return swapped(time.strftime("%y%m%d%H%M%S") + "82")


class Modem:
    def __init__(self, link):
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        os.symlink(os.ttyname(self.slave), link)
        self.card = {}
        self.reference = 0
        self.is_asked_for_text = False
        log(event="ready")

    def keep(self, pdu):
        self.card[next(i for i in range(1, 51) if i not in self.card)] = pdu

    def say(self, text):
        os.write(self.master, ("\r\n%s\r\n" % text).encode())

    def obey(self, line):
        if self.is_asked_for_text:
            self.is_asked_for_text = False
            self.submit(bytes.fromhex(line))
        elif line.startswith("AT+CMGS="):
            self.is_asked_for_text = True
            os.write(self.master, b"\r\n> ")
        elif line == "AT+CPIN?":
            self.say("+CPIN: READY\r\n\r\nOK")
        elif line == "AT+CSQ":
            self.say("+CSQ: 20,0\r\n\r\nOK")
        elif line == "AT+CREG?":
            self.say("+CREG: 0,1\r\n\r\nOK")
        elif line.startswith("AT+CPMS"):
            self.say("+CPMS: " + ",".join(['"SM",%d,50' % len(self.card)] * 3) + "\r\n\r\nOK")
        elif line.startswith("AT+CMGR="):
            pdu = self.card.get(int(line[8:]))
            self.say("OK" if pdu is None else "+CMGR: 0,,%d\r\n%s\r\n\r\nOK" % (len(pdu) // 2 - 1, pdu))
        elif line.startswith("AT+CMGD="):
            self.card.pop(int(re.match(r"\d+", line[8:]).group()), None)
            self.say("OK")
        else:
            self.say("OK")

    def submit(self, pdu):
        # 3GPP TS 23.040, 9.2.2.2: behind the centre's number first octet, reference, receiver, PID, DCS, text.
        at = 1 + pdu[0]
        first, count, kind = pdu[at], pdu[at + 2], pdu[at + 3]
        at += 4
        octets = pdu[at : at + (count + 1) // 2]
        to = "".join("%X%X" % (octet & 15, octet >> 4) for octet in octets)[:count]
        at += len(octets) + 1
        coding = pdu[at]
        at += 2 + (1 if first & 0x10 else 0)
        if to.endswith("8"):
            log(event="refused", to=to)
            self.say("+CMS ERROR: 38")
            return
        self.reference = (self.reference + 1) % 256
        log(
            event="submit", to=to, reference=self.reference, coding=coding, body=list(pdu[at:]),
            wantsReport=bool(first & 0x20), hasHeader=bool(first & 0x40),
        )
        self.say("+CMGS: %d\r\n\r\nOK" % self.reference)
        if first & 0x20 and not to.endswith("9"):
            # 9.2.2.3: first octet, reference, receiver, time of both ends, state.
            state = STATES.get(to[-1], 0)
            report = "0006%02X%02X%02X%s%s%s%02X"
            self.keep(report % (self.reference, count, kind, swapped(to), stamp(), stamp(), state))

    def receive(self, text):
        # 9.2.2.1, in UCS-2; a part of a long text has a header of six octets.
        parts = text["parts"]
        digits = text["from"].lstrip("+")
        sender = "%02X%s%s" % (len(digits), "91" if text["from"].startswith("+") else "81", swapped(digits))
        for index, part in enumerate(parts):
            body = part.encode("utf-16-be")
            first = "04"
            if text.get("of", len(parts)) > 1:
                body = bytes([5, 0, 3, text["number"], text.get("of", len(parts)), index + 1]) + body
                first = "44"
            self.keep("00%s%s0008%s%02X%s" % (first, sender, stamp(), len(body), body.hex().upper()))

    def run(self):
        heard, typed = b"", b""
        while True:
            ready, _, _ = select.select([self.master, 0], [], [])
            if self.master in ready:
                heard += os.read(self.master, 4096)
                while end := re.search(rb"[\r\x1a]", heard):
                    line, heard = heard[: end.start()].strip(), heard[end.end() :]
                    if line:
                        self.obey(line.decode("ascii"))
            if 0 in ready:
                more = os.read(0, 65536)
                if not more:
                    return
                typed += more
                while b"\n" in typed:
                    line, typed = typed.split(b"\n", 1)
                    self.receive(json.loads(line))


Modem(sys.argv[1]).run()
