import Testing

@testable import SMSGateways

/// How whole answers are read.
struct ReplyReadingTests {
    private func verdict(
        _ rules: HTTPReplyRules,
        status: Int = 200,
        _ body: String,
        answering text: String = "Ho so da tiep nhan."
    ) throws -> SendVerdict {
        try ReplyReading(rules, secrets: GatewaySecrets())
            .verdict(status: status, body: Array(body.utf8), answering: text)
    }

    /// The shapes of SpeedSMS and Stringee, and what paths make of others.
    @Test(
        "a path leads to texts, numbers and truth values",
        arguments: [
            (#"{"status":"success","data":{"tranId":"123"}}"#, "status", "success"),
            (#"{"data":{"tranId":1234567}}"#, "data.tranId", "1234567"),
            (#"{"result":[{"r":0}]}"#, "result[0].r", "0"),
            (#"{"a":[[1,2],[3]]}"#, "a[1][0]", "3"),
            (#"{"ok":true}"#, "ok", "true"),
            (#"{"n":1.5}"#, "n", "1.5"),
        ]
    )
    func paths(json: String, path: String, text: String) throws {
        let read = try #require(ReplyJSON.read(Array(json.utf8)))

        #expect(try JSONPath(path, field: "path").text(in: read) == text)
    }

    @Test("a path that leads nowhere gives nothing", arguments: ["b", "a[2]", "a.b", "a", "c.d", "c"])
    func nowhere(path: String) throws {
        let read = try #require(ReplyJSON.read(Array(#"{"a":[1,2],"c":null}"#.utf8)))

        #expect(try JSONPath(path, field: "path").text(in: read) == nil)
    }

    @Test("without a path for the code the status alone tells")
    func statusAlone() throws {
        let rules = HTTPReplyRules(codeStatuses: [200, 202], referencePath: "id")

        #expect(try verdict(rules, status: 202, #"{"id":7}"#) == .accepted(providerReference: "7"))
        #expect(try verdict(rules, "OK") == .accepted(providerReference: nil))
        #expect(try verdict(rules, status: 500, #"{"id":7}"#) == .unknown(reason: "HTTP status 500"))
    }

    @Test("codes are shown only if they can hold no number and no sentence")
    func shownCodes() throws {
        let rules = HTTPReplyRules(codePath: "code", otherCode: .rejected)

        #expect(try verdict(rules, #"{"code":"E-104.b"}"#) == .rejected(reason: "code E-104.b"))
        for code in ["0905123456", "Sai số", "hai từ", String(repeating: "x", count: 25), ""] {
            let shown = try verdict(rules, #"{"code":"\#(code)"}"#)
            #expect(shown == .rejected(reason: "a code that cannot be shown"))
        }
    }

    @Test("a code that is a word of the text is shown only if the description names it")
    func wordsAsCodes() throws {
        var rules = HTTPReplyRules(codePath: "code", codes: ["DUPLICATE": .rejected], otherCode: .rejected)
        let text = "Moi ong Nguyen nop ban duplicate 104"

        for code in ["Nguyen", "NGUYEN-7", "xNguyenx", "Nguy", "moi"] {
            let shown = try verdict(rules, #"{"code":"\#(code)"}"#, answering: text)
            #expect(shown == .rejected(reason: "a code that cannot be shown"), "\(code)")
        }
        for code in ["DUPLICATE", "104", "E-104", "badNumber"] {
            #expect(try verdict(rules, #"{"code":"\#(code)"}"#, answering: text) == .rejected(reason: "code \(code)"))
        }
        rules.codes = [:]
        let unnamed = try verdict(rules, #"{"code":"DUPLICATE"}"#, answering: text)
        #expect(unnamed == .rejected(reason: "a code that cannot be shown"))
    }

    @Test("a beginning stands for all codes that the table does not name better, and is shown in their place")
    func beginnings() throws {
        let codes: [String: HTTPReplyRules.Meaning] = [
            "Check*": .later, "Check Content:*": .rejected, "Check Content: WAIT": .refusesUs, "OK*": .accepted,
        ]
        let rules = HTTPReplyRules(codePath: "code", codes: codes)

        let cases: [(String, SendVerdict)] = [
            ("Check Content: LIMIT_480 (0905123456)", .rejected(reason: "code Check Content:*")),
            ("Check Content:", .rejected(reason: "code Check Content:*")),
            ("Check Content: WAIT", .refusesUs(reason: "code Check Content: WAIT")),
            ("Check", .later(reason: "code Check*")), ("OK 7", .accepted(providerReference: nil)),
            ("check", .unknown(reason: "code check")), ("a Check", .unknown(reason: "a code that cannot be shown")),
        ]
        for (code, expected) in cases {
            let read = try verdict(rules, #"{"code":"\#(code)"}"#)
            #expect(read == expected, "\(code)")
        }
    }

    @Test("deeply nested answers are no answers")
    func nesting() throws {
        let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)

        let shown = try verdict(HTTPReplyRules(codePath: "a"), deep)

        #expect(shown == .unknown(reason: "an answer without a code"))
    }
}
