import SMPP
import Testing

/// One PDU with the octets that the specification's tables give for it, counted out by hand.
struct GoldenPDU: Sendable, CustomTestStringConvertible {
    let name: String
    let pdu: PDU
    let octets: [UInt8]

    init(_ name: String, _ body: PDU.Body, _ sequenceNumber: UInt32, status: CommandStatus = .ok, _ octets: [UInt8]) {
        self.name = name
        pdu = PDU(body, sequenceNumber: sequenceNumber, status: status)
        self.octets = octets
    }

    var testDescription: String { name }
}

@Suite("PDUs octet by octet")
struct GoldenPDUTests {
    @Test("each kind is written as in its table", arguments: GoldenPDU.all)
    func writes(golden: GoldenPDU) throws {
        #expect(try golden.pdu.encoded() == golden.octets)
    }

    @Test("each kind is read as in its table", arguments: GoldenPDU.all)
    func reads(golden: GoldenPDU) throws {
        #expect(try PDU(decoding: golden.octets) == golden.pdu)
    }

    @Test("the request of the bind with its length, section 4.1.1")
    func wholeBind() throws {
        let request = BindRequest(systemID: "SMPP3TEST", password: "secret08", systemType: "SUBMIT1")
        let pdu = PDU(.bind(.transmitter, request), sequenceNumber: 1)
        let expected = hex(
            """
            0000002F 00000002 00000000 00000001 'SMPP3TEST' 00 'secret08' 00 'SUBMIT1' 00 34 00 00 00
            """
        )
        #expect(try pdu.encoded() == expected)
    }
}

extension GoldenPDU {
    static let all = binds + texts + management + links

    private static let bind = BindRequest(
        systemID: "motcua",
        password: "bi-mat",
        systemType: "VMS",
        typeOfNumber: .international,
        numberingPlan: .telephone,
        addressRange: "^8088$"
    )

    private static let binds = [
        GoldenPDU(
            "bind_receiver",
            .bind(.receiver, bind),
            1,
            framed("00000001 00000000 00000001 'motcua' 00 'bi-mat' 00 'VMS' 00 34 01 01 '^8088$' 00")
        ),
        GoldenPDU(
            "bind_transmitter",
            .bind(.transmitter, BindRequest(systemID: "a", password: "")),
            2,
            framed("00000002 00000000 00000002 'a' 00 00 00 34 00 00 00")
        ),
        GoldenPDU(
            "bind_transceiver",
            .bind(.transceiver, bind),
            0x7FFF_FFFF,
            framed("00000009 00000000 7FFFFFFF 'motcua' 00 'bi-mat' 00 'VMS' 00 34 01 01 '^8088$' 00")
        ),
        GoldenPDU(
            "bind_receiver_resp",
            .bindResponse(.receiver, BindResponse(systemID: "SMSC")),
            1,
            framed("80000001 00000000 00000001 'SMSC' 00")
        ),
        GoldenPDU(
            "bind_transmitter_resp without a body",
            .bindResponse(.transmitter, nil),
            2,
            status: .invalidPassword,
            framed("80000002 0000000E 00000002")
        ),
        GoldenPDU(
            "bind_transceiver_resp with sc_interface_version",
            .bindResponse(
                .transceiver,
                BindResponse(systemID: "SMSC", optionalParameters: TLVTable([TLV(.interfaceVersion, [0x34])]))
            ),
            3,
            framed("80000009 00000000 00000003 'SMSC' 00 0210 0001 34")
        ),
        GoldenPDU(
            "outbind",
            .outbind(Outbind(systemID: "SMSC", password: "pw")),
            4,
            framed("0000000B 00000000 00000004 'SMSC' 00 'pw' 00")
        ),
    ]

    private static var part: ShortMessage {
        var message = ShortMessage(
            source: Known.brand,
            destination: Known.phone,
            text: hex("05 00 03 42 02 01 0110 006E 0103")
        )
        message.esmClass = .withUserDataHeader
        message.registeredDelivery = .always
        message.dataCoding = .ucs2
        message.validityPeriod = "000002000000000R"
        return message
    }

    private static var receipt: ShortMessage {
        var message = ShortMessage(source: Known.phone, destination: Known.brand, text: hex("'id:0A stat:DELIVRD'"))
        message.esmClass = .deliveryReceipt
        message.optionalParameters.receiptedMessageID = "0A"
        message.optionalParameters.messageState = 2
        message.optionalParameters.networkErrorCode = NetworkErrorCode(networkType: 3, code: 0x0102)
        return message
    }

    private static var everyField: ShortMessage {
        var message = ShortMessage(source: Known.shortCode, destination: Known.phone, text: [])
        message.serviceType = "CMT"
        message.esmClass = ESMClass(rawValue: 0x03)
        message.protocolID = 0x40
        message.priority = 1
        message.scheduleDeliveryTime = "220105080000028+"
        message.replaceIfPresent = 1
        message.defaultMessageID = 9
        message.optionalParameters.userMessageReference = 0xABCD
        message.optionalParameters.messagePayload = [0x41, 0x42]
        return message
    }

    private static let texts = [
        GoldenPDU(
            "submit_sm of one part of a long text",
            .submit(part),
            5,
            framed(
                """
                00000004 00000000 00000005 00 05 00 'MOTCUA' 00 01 01 '84905123456' 00 40 00 00 00
                '000002000000000R' 00 01 00 08 00 0C 05 00 03 42 02 01 0110 006E 0103
                """
            )
        ),
        GoldenPDU(
            "submit_sm with every other field",
            .submit(everyField),
            6,
            framed(
                """
                00000004 00000000 00000006 'CMT' 00 03 00 '8088' 00 01 01 '84905123456' 00 03 40 01
                '220105080000028+' 00 00 00 01 00 09 00 0204 0002 ABCD 0424 0002 4142
                """
            )
        ),
        GoldenPDU(
            "submit_sm_resp",
            .submitResponse(MessageResponse(messageID: "0000000A")),
            5,
            framed("80000004 00000000 00000005 '0000000A' 00")
        ),
        GoldenPDU(
            "submit_sm_resp without a body",
            .submitResponse(nil),
            5,
            status: .throttled,
            framed("80000004 00000058 00000005")
        ),
        GoldenPDU(
            "deliver_sm of a receipt",
            .deliver(receipt),
            7,
            framed(
                """
                00000005 00000000 00000007 00 01 01 '84905123456' 00 05 00 'MOTCUA' 00 04 00 00 00 00 00 00 00 00
                12 'id:0A stat:DELIVRD' 001E 0003 '0A' 00 0427 0001 02 0423 0003 03 0102
                """
            )
        ),
        GoldenPDU(
            "deliver_sm_resp",
            .deliverResponse(MessageResponse(messageID: "")),
            7,
            framed("80000005 00000000 00000007 00")
        ),
        GoldenPDU(
            "data_sm",
            .dataMessage(
                DataMessage(
                    source: Known.phone,
                    destination: Known.shortCode,
                    optionalParameters: TLVTable([TLV(.messagePayload, [0x54, 0x43])])
                )
            ),
            8,
            framed("00000103 00000000 00000008 00 01 01 '84905123456' 00 03 00 '8088' 00 00 00 00 0424 0002 'TC'")
        ),
        GoldenPDU(
            "data_sm_resp",
            .dataMessageResponse(MessageResponse(messageID: "x")),
            8,
            framed("80000103 00000000 00000008 'x' 00")
        ),
    ]

    private static let management = [
        GoldenPDU(
            "query_sm",
            .query(MessageQuery(messageID: "0A", source: Known.brand)),
            9,
            framed("00000003 00000000 00000009 '0A' 00 05 00 'MOTCUA' 00")
        ),
        GoldenPDU(
            "query_sm_resp",
            .queryResponse(MessageQueryResponse(messageID: "0A", finalDate: "", messageState: 1, errorCode: 0)),
            9,
            framed("80000003 00000000 00000009 '0A' 00 00 01 00")
        ),
        GoldenPDU(
            "cancel_sm",
            .cancel(MessageCancellation(messageID: "0A", source: Known.brand, destination: Known.phone)),
            10,
            framed("00000008 00000000 0000000A 00 '0A' 00 05 00 'MOTCUA' 00 01 01 '84905123456' 00")
        ),
        GoldenPDU("cancel_sm_resp", .cancelResponse, 10, framed("80000008 00000000 0000000A")),
        GoldenPDU(
            "replace_sm",
            .replace(MessageReplacement(messageID: "0A", source: Known.brand, text: [0x41])),
            11,
            framed("00000007 00000000 0000000B '0A' 00 05 00 'MOTCUA' 00 00 00 00 00 01 41")
        ),
        GoldenPDU("replace_sm_resp", .replaceResponse, 11, framed("80000007 00000000 0000000B")),
        GoldenPDU(
            "alert_notification",
            .alertNotification(
                AlertNotification(
                    source: Known.phone,
                    esme: Known.shortCode,
                    optionalParameters: TLVTable([TLV(.availabilityStatus, [0])])
                )
            ),
            12,
            framed("00000102 00000000 0000000C 01 01 '84905123456' 00 03 00 '8088' 00 0422 0001 00")
        ),
    ]

    private static let links = [
        GoldenPDU("unbind", .unbind, 13, framed("00000006 00000000 0000000D")),
        GoldenPDU("unbind_resp", .unbindResponse, 13, framed("80000006 00000000 0000000D")),
        GoldenPDU("enquire_link", .enquireLink, 14, framed("00000015 00000000 0000000E")),
        GoldenPDU("enquire_link_resp", .enquireLinkResponse, 14, framed("80000015 00000000 0000000E")),
        GoldenPDU(
            "generic_nack",
            .genericNack,
            15,
            status: .invalidCommandID,
            framed("80000000 00000003 0000000F")
        ),
        GoldenPDU(
            "submit_multi, which is not of this program",
            .unknown(CommandID(rawValue: 0x21), [1, 2, 3]),
            16,
            framed("00000021 00000000 00000010 010203")
        ),
    ]
}
