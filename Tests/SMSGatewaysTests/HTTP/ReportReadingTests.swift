import DossierEngine
import SMSGateways
import Testing

/// Reports and citizens' texts that a provider brings.
struct ReportReadingTests {
    private let description = HTTPReportDescription(
        referenceField: "RequestId",
        providerReferenceField: "SMSID",
        stateField: "SendStatus",
        states: ["5": .delivered, "4": .undelivered, "3": .underWay, "6": .expired, "7": .rejected]
    )

    @Test(
        "each state has the meaning of the table",
        arguments: [
            ("5", DeliveryReport.State.delivered), ("4", .undelivered), ("3", .underWay), ("6", .expired),
            ("7", .rejected),
        ]
    )
    func states(code: String, state: DeliveryReport.State) throws {
        let report = try description.report(from: ["RequestId": "42", "SendStatus": code], gateway: "esms")

        #expect(report == DeliveryReport(gateway: "esms", subject: .reference(42), state: state))
    }

    @Test("our own reference counts before the provider's")
    func subjects() throws {
        let both = ["RequestId": "42", "SMSID": "a1", "SendStatus": "5"]
        let theirs = ["RequestId": "", "SMSID": "a1", "SendStatus": "5"]

        #expect(try description.report(from: both, gateway: "esms").subject == .reference(42))
        #expect(try description.report(from: theirs, gateway: "esms").subject == .providerReferences(["a1"]))
    }

    @Test(
        "what names no text or no known state is refused by the name of the parameter",
        arguments: [
            ([:], nil), (["SendStatus": "5"], "RequestId"), (["RequestId": "42"], "SendStatus"),
            (["RequestId": "x", "SendStatus": "5"], "RequestId"),
            (["RequestId": "42", "SendStatus": "99"], "SendStatus"), (["SMSID": "", "SendStatus": "5"], "RequestId"),
        ] as [([String: String], String?)]
    )
    func strangers(fields: [String: String], parameter: String?) {
        let error = #expect(throws: UnreadableCall.self) {
            _ = try description.report(from: fields, gateway: "esms")
        }
        #expect(error?.parameter == parameter)
    }

    @Test("an unknown state may have a meaning of its own")
    func otherState() throws {
        var lenient = description
        lenient.otherState = .unknown

        #expect(try lenient.report(from: ["RequestId": "42", "SendStatus": "99"], gateway: "esms").state == .unknown)
    }

    @Test("fields are read from a query, a form and JSON")
    func fields() {
        let names = ["data.id", "text"]
        let query = Array("data.id=7&text=HS+H29%2D01%20%C4%91&text=zwei&x=%zz&y".utf8)
        let json = Array(#"{"data":{"id":7},"text":"HS H29-01 đ","x":[]}"#.utf8)
        let expected = ["data.id": "7", "text": "HS H29-01 đ"]

        #expect(HTTPFieldReading.query.values(of: names, in: query) == expected)
        #expect(HTTPFieldReading.form.values(of: names, in: query) == expected)
        #expect(HTTPFieldReading.json.values(of: names, in: json) == expected)
    }

    @Test(
        "what cannot be read has no fields",
        arguments: [[UInt8]("a=%".utf8), [UInt8]("a=%4".utf8), [UInt8]("a=%FF".utf8), [0x61, 0x3D, 0xFF]]
    )
    func broken(bytes: [UInt8]) {
        #expect(HTTPFieldReading.query.values(of: ["a"], in: bytes).isEmpty)
        #expect(HTTPFieldReading.json.values(of: ["a"], in: bytes).isEmpty)
    }

    @Test("bodies that are too long are not read")
    func tooLong() {
        let bytes = Array("a=1&b=".utf8) + [UInt8](repeating: 0x78, count: HTTPFieldReading.maximumBytes)

        #expect(HTTPFieldReading.form.values(of: ["a"], in: bytes).isEmpty)
    }

    @Test("a citizen's text is taken with sender and id")
    func incoming() throws {
        let description = HTTPIncomingDescription(senderField: "from", textField: "text", idField: "id")
        let fields = ["from": "+84912345678", "text": "HS H29-0001", "id": "m1"]

        let text = try description.text(from: fields, gateway: "kannel")

        let expected = IncomingText(gateway: "kannel", providerID: "m1", sender: "+84912345678", text: "HS H29-0001")
        #expect(text == expected)
        #expect(try description.text(from: ["from": "8088", "text": "a", "id": ""], gateway: "k").providerID == nil)
    }

    @Test(
        "Kannel's text is read in UTF-8 and in UTF-16BE, as its coding says",
        arguments: [
            ("from=%2B84912345678&text=HS+0001&charset=UTF-8&coding=0&id=a", "HS 0001"),
            ("from=%2B84912345678&text=H%E1%BB%93+s%C6%A1&charset=UTF-8&coding=2&id=a", "Hồ sơ"),
            ("from=%2B84912345678&text=%00H%1E%D3&charset=UTF-16BE&coding=2&id=a", "Hồ"),
            ("from=%2B84912345678&text=%00H%1E%D3&coding=2&id=a", "Hồ"),
            ("from=%2B84912345678&text=&charset=UTF-8&id=a", ""),
        ]
    )
    func kannelText(query: String, words: String) throws {
        let text = try KannelIncoming.text(from: Array(query.utf8), gateway: "kannel")
        #expect(text == IncomingText(gateway: "kannel", providerID: "a", sender: "+84912345678", text: words))
    }

    @Test(
        "a call of Kannel's that is broken is refused by the name of the parameter",
        arguments: [
            ("", "text"), ("from=1", "text"), ("text=a", "from"), ("from=1&text=%zz", "text"),
            ("from=1&text=%ff&charset=UTF-8", "text"), ("from=1&text=a&charset=UTF-16BE", "text"),
            ("from=1&text=%d8%00&charset=UTF-16BE", "text"),
        ]
    )
    func brokenKannelText(query: String, parameter: String) {
        let error = #expect(throws: UnreadableCall.self) {
            _ = try KannelIncoming.text(from: Array(query.utf8), gateway: "kannel")
        }
        #expect(error?.parameter == parameter)
    }

    @Test(
        "a text without sender or words is refused by the name of the parameter",
        arguments: [
            ([:], nil), (["from": "1"], "text"), (["text": "a"], "from"), (["from": "", "text": "a"], "from"),
            (["from": String(repeating: "1", count: 129), "text": "a"], "from"),
        ] as [([String: String], String?)]
    )
    func refusedTexts(fields: [String: String], parameter: String?) {
        let description = HTTPIncomingDescription(senderField: "from", textField: "text", idField: "id")

        let error = #expect(throws: UnreadableCall.self) {
            _ = try description.text(from: fields, gateway: "kannel")
        }
        #expect(error?.parameter == parameter)
    }

    @Test("a text that is too long is cut, and its id is taken however long it is")
    func longTexts() throws {
        let description = HTTPIncomingDescription(senderField: "from", textField: "text", idField: "id")
        let id = String(repeating: "i", count: 5_000)
        let fields = ["from": "1", "text": String(repeating: "ộ", count: 1_531), "id": id]

        let text = try description.text(from: fields, gateway: "generic")

        #expect(text.text == String(repeating: "ộ", count: 1_530))
        #expect(text.providerID == id)
    }
}
