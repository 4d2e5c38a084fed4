import DossierEngine
import Foundation
import HTTPTypes
import Testing

/// A story in which every action is carried out and every field that takes words is filled, all with idempotency keys.
struct PrivacyStory {
    private let service: OneStop
    /// The names of the actions that were carried out.
    private(set) var actions: Set<String> = []
    /// The PINs given and not renewed since.
    private(set) var livePINs: [String] = []
    /// The PINs that are dead.
    private(set) var deadPINs: [String] = []
    /// How many requests were answered for the first time.
    private(set) var firstAnswers = 0
    /// The texts that phones received.
    private(set) var texts = ""
    private var requests = 0

    /// Plays the story to its end; every answer is the one expected.
    static func play(in service: OneStop) async throws -> PrivacyStory {
        var story = PrivacyStory(service: service)
        try await story.shortEnds()
        let late = try await story.beginning()
        let main = try await story.middle()
        try await service.clock(to: "2022-01-12T08:00:00+07:00")
        try await story.end(of: main, leaders: late)
        let messages = try await service.texts()
        story.texts = messages.compactMap { $0["text"]?.string }.joined(separator: "\n")
        return story
    }

    private init(service: OneStop) { self.service = service }

    /// Dossiers that come to no result: refused, withdrawn, voided, stopped.
    private mutating func shortEnds() async throws {
        let refused = try await register(channel: "online")
        try await act("desk", "refuse", refused, ["reason": TypedWords.refusal])
        let withdrawn = try await register(channel: "online")
        try await act("desk", "accept", withdrawn)
        try await act("desk", "withdraw", withdrawn, ["reason": TypedWords.withdrawal])
        let twice = try await register()
        try await act("desk", "void", twice, ["reason": TypedWords.voiding])
        let stopped = try await register()
        try await act("leader", "stop", stopped, ["reason": TypedWords.stopping])
    }

    /// A dossier that stands before its signature and gets late there.
    private mutating func beginning() async throws -> String {
        let code = try await register()
        try await act("desk", "complete-step", code, ["stepId": "intake"])
        try await act("officer.TCKH", "complete-step", code, ["stepId": "appraise"])
        try await act("officer.THUE", "complete-step", code, ["stepId": "issue-tax-code"])
        return code
    }

    /// The way of a dossier to the tax office, with everything on it that can hold it up.
    private mutating func middle() async throws -> String {
        let code = try await register()
        try await post("desk", "/dossiers/\(code)/actions/correct", TypedWords.corrections)
        actions.insert("correct")
        try await renewPIN(of: code)
        try await act("desk", "complete-step", code, ["stepId": "intake", "note": TypedWords.note])
        try await act("head.TCKH", "assign", code, ["stepId": "appraise", "assignee": "officer.TCKH"])
        try await act("officer.TCKH", "complete-step", code, ["stepId": "appraise", "note": TypedWords.note])
        let back = ["stepId": "issue-tax-code", "toStepId": "appraise", "reason": TypedWords.returning]
        try await act("officer.THUE", "return-step", code, back)
        let wanted = #"{"items":["\#(TypedWords.item)"],"reason":"\#(TypedWords.supplement)"}"#
        try await post("officer.TCKH", "/dossiers/\(code)/actions/request-supplement", wanted)
        let brought = #"{"documents":[{"name":"\#(TypedWords.broughtPaper)","form":"photocopy","quantity":1}]}"#
        try await post("desk", "/dossiers/\(code)/actions/receive-supplement", brought)
        let fee = #"{"amountInDong":100000,"reason":"\#(TypedWords.payment)"}"#
        try await post("desk", "/dossiers/\(code)/actions/request-payment", fee)
        actions.formUnion(["request-supplement", "receive-supplement", "request-payment"])
        try await act("desk", "confirm-payment", code, ["reference": TypedWords.reference])
        try await act("officer.TCKH", "complete-step", code, ["stepId": "appraise"])
        try await look(at: code)
        return code
    }

    /// Renews the PIN of the dossier registered last, until it is one that cannot stand anywhere by chance.
    private mutating func renewPIN(of code: String) async throws {
        repeat {
            try #require(deadPINs.count < 50)
            let renewed = try await act("desk", "renew-pin", code)
            deadPINs.append(livePINs.removeLast())
            livePINs.append(try #require(renewed.string("lookupPIN")))
        } while !distinctPINs.contains(livePINs[livePINs.count - 1])
    }

    /// The PINs with a digit and a letter that no hexadecimal number has: words and hashes do not look like that.
    var distinctPINs: [String] {
        (livePINs + deadPINs).filter { pin in
            pin.contains { $0.isNumber } && pin.contains { $0.isLetter && !$0.isHexDigit }
        }
    }

    /// Looks a dossier up by the applicant's name and by PINs, which could get into logs.
    private mutating func look(at code: String) async throws {
        let pin = try #require(livePINs.last)
        let mine = try await service.status(code, pin: pin)
        #expect(mine.string("applicantName") == TypedWords.name)
        let deadPIN = deadPINs.last ?? ""
        try #require(!deadPIN.isEmpty)
        let dead = try await service.status(code, pin: deadPIN)
        #expect(dead.status == 404)
        let name = try #require(TypedWords.name.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed))
        let found = try await service.staff("desk").get("/dossiers?q=\(name)")
        #expect(found.status < 500, "\(found.text)")
        let phone = try #require(TypedWords.phone.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed))
        for typed in [phone, TypedWords.identityNumber] {
            let person = try await service.staff("desk").get("/dossiers?q=\(typed)")
            #expect(person.json["items"]?.array?.count == 1, "\(person.text)")
        }
        // Opened for a reason that names him, by somebody who sees it masked and by somebody who does not.
        let field = try #require(HTTPField.Name("Reading-Reason"))
        let path = "/api/v1/dossiers/\(code)"
        for username in ["leader", "officer.TCKH"] {
            let token = try await service.staff(username).token
            let file = try await service.send(.get, path, token: token, headers: [field: name])
            let history = try await service.send(.get, path + "/history", token: token, headers: [field: name])
            let readings = try await service.send(.get, path + "/readings", token: token)
            #expect(file.status == 200 && history.status == 200 && readings.status < 500, "\(file.text)")
        }
        #expect(try await service.send(.get, "/api/v1/status/\(code)/readings?pin=\(pin)").status == 200)
        #expect(try await service.send(.get, "/api/v1/status/\(code)/readings?pin=\(deadPIN)").status == 404)
    }

    /// Both late dossiers come to an end: one with an apology and a denial, one by the leader's word.
    private mutating func end(of main: String, leaders late: String) async throws {
        try await act("officer.THUE", "complete-step", main, ["stepId": "issue-tax-code"])
        let promise = ["reason": TypedWords.apology, "newDueAt": "2022-01-13T16:00:00+07:00"]
        try await act("head.TCKH", "apologise", main, promise)
        let denial = """
            {"stepId":"sign","note":"\(TypedWords.note)",
             "result":{"kind":"denied","number":"\(TypedWords.resultNumber)","reason":"\(TypedWords.denial)"}}
            """
        let decided = try await post("officer.TCKH", "/dossiers/\(main)/actions/complete-step", denial)
        #expect(decided.at("status.code") == .integer(9))
        try await act("desk", "hand-over", main, ["receivedBy": TypedWords.receivedBy])
        try await act("leader", "complete-step", late, ["stepId": "sign", "reason": TypedWords.override])
    }

    private mutating func register(channel: String = "desk") async throws -> String {
        let answer = try await post("desk", "/dossiers", TypedWords.intake(channel: channel), expecting: 201)
        livePINs.append(try #require(answer.string("lookupPIN")))
        return try #require(answer.string("code"))
    }

    @discardableResult
    private mutating func act(
        _ username: String,
        _ action: String,
        _ code: String,
        _ texts: [String: String] = [:]
    ) async throws -> Answer {
        actions.insert(action)
        let members = texts.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }
        let body = "{" + members.joined(separator: ",") + "}"
        return try await post(username, "/dossiers/\(code)/actions/\(action)", body)
    }

    /// Sends a request with a key of its own, then the same once more, then another under the same key.
    @discardableResult
    private mutating func post(
        _ username: String,
        _ path: String,
        _ body: String,
        expecting status: Int = 200
    ) async throws -> Answer {
        requests += 1
        let field = try #require(HTTPField.Name("Idempotency-Key"))
        let key: HTTPFields = [field: "quay-\(requests)"]
        let staff = try await service.staff(username)
        let answer = try await staff.post(path, body, headers: key)
        try #require(answer.status == status, "\(username) \(path): \(answer.text)")
        firstAnswers += 1
        let replay = try await staff.post(path, body, headers: key)
        try #require(replay.status == status, "\(username) \(path) again: \(replay.text)")
        try #require(replay.headers[try #require(HTTPField.Name("Idempotent-Replayed"))] == "true")
        try #require(replay.text == answer.text)
        let other = try await staff.post(path, body + " ", headers: key)
        try #require(other.string("code") == "idempotency-key-reused", "\(other.text)")
        return answer
    }
}
