import DossierEngine
import DossierHTTP
import HTTPTypes
import Testing

/// Who may do what: every operation of the interface, tried by everyone, against the table of design.md §3 and §4.
///
/// The operations are those that the router is made of, so that a new one without a row fails.
struct PermissionTests {
    /// Those who try, on a dossier that `desk` received and that waits at TCKH; nil is nobody.
    ///
    /// After the columns of roles and units come those who are posted elsewhere: in force today, or from tomorrow on.
    private static let everyone = [
        nil, "desk", "desk.xa", "officer.TCKH", "officer.TNMT", "head.TCKH", "head.TNMT", "leader", "admin",
        "officer.TP", "officer.BHXH", "head.THUE", "officer.KTHT", "officer.CA",
    ]

    /// Where some of ``everyone`` are posted to; the clock stands on 5 January 2022.
    private static let postings: [(username: String, kind: String, unit: String, from: String)] = [
        // Seconded to the unit that has the dossier: today, and from tomorrow on.
        ("officer.TP", "secondment", "TCKH", "2022-01-05"),
        ("officer.BHXH", "secondment", "TCKH", "2022-01-06"),
        // Seconded away from a unit on the route.
        ("head.THUE", "secondment", "TNMT", "2022-01-05"),
        // Acting head of the unit that has the dossier: today, and from tomorrow on.
        ("officer.KTHT", "actingHead", "TCKH", "2022-01-05"),
        ("officer.CA", "actingHead", "TCKH", "2022-01-06"),
    ]

    /// What happens to each of ``everyone``, a letter each.
    ///
    /// `+` done, `!` let in and refused for another reason, `?` not signed in, `-` forbidden, `0` told that there is
    /// nothing.
    private static let table: [Operation: String] = [
        .signIn: "++++++++++++++",
        .beginSignOn: "00000000000000",
        .finishSignOn: "00000000000000",
        .getOwnUser: "?+++++++++++++",
        .signOut: "?+++++++++++++",
        .changePassword: "?!!!!!!!!!!!!!",
        .listOwnSessions: "?+++++++++++++",
        .endOwnSession: "?0000000000000",
        .endOwnSessions: "?+++++++++++++",
        .listUsers: "?-------+-----",
        .createUser: "?-------!-----",
        .getUser: "?-------+-----",
        .getUserHistory: "?-------+-----",
        .disableUser: "?-------+-----",
        .enableUser: "?-------+-----",
        .resetUser: "?-------+-----",
        .assignUser: "?-------+-----",
        .listPostings: "?-------+-----",
        .createPosting: "?-------+-----",
        .endPosting: "?-------0-----",
        .listUserSessions: "?-------+-----",
        .endUserSession: "?-------0-----",
        .endUserSessions: "?-------+-----",
        .listKeys: "?-------+-----",
        .createKey: "?-------+-----",
        .getKey: "?-------0-----",
        .getKeyHistory: "?-------0-----",
        .rotateKey: "?-------0-----",
        .revokeKey: "?-------0-----",
        .listProcedures: "++++++++++++++",
        .getProcedure: "++++++++++++++",
        .getOrganisation: "?+++++++++++++",
        .registerDossier: "?+------------",
        .listDossiers: "?+++++++-+++++",
        .getDossier: "?+-+-+-+-+--+-",
        .getDossierHistory: "?+-+-+-+-+--+-",
        .getDossierLedger: "?+-+-+-+-+--+-",
        .getDossierDeadline: "?+-+-+-+-+--+-",
        .listDossierReadings: "?+---+-+----+-",
        .acceptDossier: "?+------------",
        .refuseDossier: "?+------------",
        .completeStep: "?--+-+---+--+-",
        .returnStep: "?--+-+---+--+-",
        .assignStep: "?----+------+-",
        .requestSupplement: "?+-+-+---+--+-",
        .receiveSupplement: "?+------------",
        .requestPayment: "?+-+-+---+--+-",
        .confirmPayment: "?+------------",
        .withdrawDossier: "?+------------",
        .stopDossier: "?----+-+----+-",
        .apologise: "?----+-+----+-",
        .handOver: "?+------------",
        .correctDossier: "?+---+------+-",
        .voidDossier: "?+------------",
        .renewPIN: "?+------------",
        .listInbox: "?+++++++-+++++",
        .getForecast: "?++--+++----+-",
        .getSettlementReport: "?++--+++----+-",
        .listNotices: "?+++++++++++++",
        .readNotice: "?0000000000000",
        .listMessages: "?------++-----",
        .listDossierMessages: "?+-+-+-+-+--+-",
        .resendMessage: "?!0!0!0!!!00!0",
        .takeReceiptByAddress: "??????????????",
        .takeReceipt: "??????????????",
        .takeTextByAddress: "??????????????",
        .takeText: "??????????????",
        .listGateways: "?------++-----",
        .listWebhooks: "?------++-----",
        .retryWebhook: "?-------0-----",
        .lookUpStatus: "++++++++++++++",
        .listCheckpoints: "++++++++++++++",
        .getLatestCheckpoint: "00000000000000",
        .getInclusionProof: "!!!!!!!!!!!!!!",
        .getConsistencyProof: "!!!!!!!!!!!!!!",
        .getDossierProof: "?0-0-0-0-0--0-",
        .listReadingsByPIN: "!!!!!!!!!!!!!!",
        .getReceiptProof: "!!!!!!!!!!!!!!",
        .moveDemoClock: "?+++++++++++++",
        .listDemoMessages: "?+++++++++++++",
        .checkLiveness: "++++++++++++++",
        .checkReadiness: "++++++++++++++",
        .readMetrics: "++++++++++++++",
        .readDescription: "++++++++++++++",
    ]

    @Test("each operation lets in whom it should, and nobody else")
    func table() async throws {
        try await OneStop.open { service in
            for posting in Self.postings { try await Self.give(posting, at: service) }
            let desk = PermissionDesk(service: service)
            // Those that end sessions come last, because everyone's are used throughout.
            let (ending, others) = Operation.allCases.reduce(into: ([Operation](), [Operation]())) {
                if $1 == .endOwnSessions { $0.0.append($1) } else { $0.1.append($1) }
            }
            for operation in others + ending {
                var row = ""
                for username in Self.everyone { row += try await desk.outcome(of: operation, by: username) }
                let expected = try #require(Self.table[operation], "\(operation) has no row")
                #expect(row == expected, "\(operation)")
            }
        }
    }
}

extension PermissionTests {
    private static func give(
        _ posting: (username: String, kind: String, unit: String, from: String),
        at service: OneStop
    ) async throws {
        let days = #""from":"\#(posting.from)","until":"2022-01-31""#
        let body = #"{"kind":"\#(posting.kind)","unit":"\#(posting.unit)",\#(days)}"#
        let answer = try await service.staff("admin").post("/users/\(posting.username)/postings", body)
        try #require(answer.status == 201, "\(answer.text)")
    }
}

/// Brings dossiers into the state that an operation wants, and has people try it.
private actor PermissionDesk {
    /// Where a dossier stands.
    private enum Stage {
        case online, received, atTCKH, supplement, payment, finished
    }

    private let service: OneStop
    /// The dossiers that nobody has changed yet.
    private var ready: [Stage: String] = [:]

    init(service: OneStop) { self.service = service }

    /// What happens when somebody tries; nil is nobody.
    func outcome(of operation: Operation, by username: String?) async throws -> String {
        let stage = Self.stage(of: operation)
        let code: String
        if let known = ready[stage] {
            code = known
        } else {
            code = try await dossier(at: stage)
            ready[stage] = code
        }
        let path = try await path(of: operation, code: code)
        let token: String? =
            if operation == .signOut || operation == .endOwnSessions, let username {
                try await service.newSession(username).token
            } else if let username { try await service.staff(username).token } else { nil }
        let body = operation.method == .post ? Self.body(of: operation, code: code) : nil
        let answer = try await service.send(operation.method, path, json: body, token: token)
        if (200..<300).contains(answer.status), operation.actionName != nil { ready[stage] = nil }
        return Self.letter(answer)
    }

    private static func letter(_ answer: Answer) -> String {
        switch (answer.status, answer.string("code")) {
        case (200..<300, _): "+"
        case (401, "unauthenticated"), (401, "gateway-unauthenticated"): "?"
        case (403, _): "-"
        case (404, _): "0"
        case (400..<500, _): "!"
        default: "x"
        }
    }

    private static func stage(of operation: Operation) -> Stage {
        switch operation {
        case .acceptDossier, .refuseDossier: .online
        case .voidDossier: .received
        case .receiveSupplement: .supplement
        case .confirmPayment: .payment
        case .handOver: .finished
        default: .atTCKH
        }
    }

    private func dossier(at stage: Stage) async throws -> String {
        let desk = try await service.staff("desk")
        if stage == .online {
            let answer = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            return try #require(answer.string("code"), "\(answer.text)")
        }
        let code = try #require(try await desk.register("1.001612").string("code"))
        if stage == .received { return code }
        try await desk.complete("intake", of: code)
        let officer = try await service.staff("officer.TCKH")
        switch stage {
        case .supplement:
            let answer = try await officer.act("request-supplement", on: code, #"{"items":["CCCD"],"reason":"thiếu"}"#)
            try #require(answer.status == 200, "\(answer.text)")
        case .payment:
            let answer = try await officer.act("request-payment", on: code, #"{"amountInDong":1000,"reason":"phí"}"#)
            try #require(answer.status == 200, "\(answer.text)")
        case .finished:
            try await officer.complete("appraise", of: code)
            try await service.staff("officer.THUE").complete("issue-tax-code", of: code)
            try await officer.complete("sign", of: code)
        case .online, .received, .atTCKH: break
        }
        return code
    }

    private func path(of operation: Operation, code: String) async throws -> String {
        let values = [
            "{code}": operation == .getProcedure ? "1.001612" : code,
            "{id}": operation == .resendMessage ? try await messageID(of: code) : "999999",
            "{name}": "none",
            "{username}": "officer.LDTBXH",
        ]
        let path = values.reduce(operation.template) { $0.replacing($1.key, with: $1.value) }
        return operation == .getSettlementReport ? path + "?from=2022-01-01&until=2022-01-31" : path
    }

    private func messageID(of code: String) async throws -> String {
        let answer = try await service.staff("desk").get("/dossiers/\(code)/messages")
        return String(try #require(answer.json["items"]?.array?.first?["id"]?.integer, "\(answer.text)"))
    }

    private static func body(of operation: Operation, code: String) -> String {
        switch operation {
        case .signIn: #"{"username":"leader","password":"leader"}"#
        case .createUser: #"{"username":"officer.LDTBXH","role":"officer","unit":"LDTBXH"}"#
        case .assignUser: #"{"role":"officer","unit":"LDTBXH"}"#
        case .createPosting: #"{"kind":"secondment","unit":"TNMT","until":"2022-01-31"}"#
        case .createKey: #"{"name":"cong","scopes":["intake-online"],"role":"desk","unit":"BPMC-H"}"#
        case .registerDossier: Forms.intake("1.001612")
        case .completeStep: #"{"stepId":"appraise"}"#
        case .returnStep: #"{"stepId":"appraise","toStepId":"intake","reason":"sai"}"#
        case .assignStep: #"{"stepId":"appraise","assignee":"officer.TCKH"}"#
        case .requestSupplement: #"{"items":["CCCD"],"reason":"thiếu"}"#
        case .receiveSupplement: #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
        case .requestPayment: #"{"amountInDong":1000,"reason":"phí"}"#
        case .confirmPayment: #"{"reference":"BL-1"}"#
        case .apologise: #"{"reason":"mất điện","newDueAt":"2022-01-12T10:20:00+07:00"}"#
        case .handOver: #"{"receivedBy":"Nguyễn Văn An"}"#
        case .correctDossier: #"{"fields":{"subject":"Đăng ký hộ"},"reason":"gõ nhầm"}"#
        case .refuseDossier, .withdrawDossier, .stopDossier, .voidDossier: #"{"reason":"theo đơn"}"#
        case .moveDemoClock: #"{"to":"2022-01-05T10:20:00+07:00"}"#
        default: "{}"
        }
    }
}
