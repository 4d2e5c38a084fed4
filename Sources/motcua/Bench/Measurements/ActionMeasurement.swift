import NIOCore

/// Every action on dossiers (mọi thao tác), against the rate of intake under the same load.
struct ActionMeasurement: Measurement {
    /// How many dossiers take each action.
    static let dossiers = 1_500
    private static let connections = 256

    let name = "actions"

    func take(at site: BenchSite, repetition: Int) async throws {
        try await site.serveCopy(named: name) { try await takeAll(at: site, on: $0) }
    }

    private func takeAll(at site: BenchSite, on server: ChildProcess) async throws {
        let connection = try PlainConnection(path: site.folder.file(name + ".sqlite"))
        var tokens: [String: String] = [:]
        for clerk in Set(ActionScript.all.flatMap(\.stages).map(\.clerk) + ["desk"]) {
            tokens[clerk] = try await site.token(clerk, on: server)
        }
        for script in ActionScript.all {
            let count = Self.dossiers
            let bytesBefore = try connection.bytesUsed
            let intakes = IntakeMeasurement.requests(token: tokens["desk"] ?? "", limit: count, channel: script.channel)
            let made = try await load(site, server, status: 201, requests: intakes)
            site.figures.add(made, to: "actions-intake-" + script.channel)
            for stage in script.stages {
                let token = tokens[stage.clerk] ?? ""
                let requests = made.locations.map {
                    RequestBytes.post("\($0)/actions/\(stage.action)", json: stage.json, token: token)
                }
                let done = try await load(site, server, status: 200) { SingleRequests(requests) }
                site.figures.add(done, to: "actions." + stage.action)
            }
            if script.isWholeRoute {
                site.figures.add((try connection.bytesUsed - bytesBefore) / Double(count), to: "dossier.bytesFinished")
            }
        }
    }

    private func load(
        _ site: BenchSite,
        _ server: ChildProcess,
        status: Int,
        requests: @escaping @Sendable () -> any RequestSource
    ) async throws -> LoadOutcome {
        let plan = LoadPlan(
            port: server.port,
            connections: Self.connections,
            status: status,
            keepsLocations: true,
            requests: requests
        )
        let outcome = try await site.load(plan)
        guard outcome.replies > 0 else {
            throw CommandFailure(developer: "No action was answered: \(outcome.failures)")
        }
        return outcome
    }
}

/// What is done with a set of fresh dossiers, one action after the other on all of them (kịch bản thao tác).
struct ActionScript {
    /// One action on every dossier of the set.
    struct Stage {
        let action: String
        let clerk: String
        let json: String

        init(_ action: String, by clerk: String, _ json: String) {
            self.action = action
            self.clerk = clerk
            self.json = json
        }
    }

    /// The way the dossiers come in.
    let channel: String
    let stages: [Stage]
    /// Whether the dossiers go all the way to the hand-over.
    var isWholeRoute: Bool { stages.last?.action == "hand-over" }

    private static let reason = #"{"reason":"Công dân xin rút hồ sơ để bổ sung ngành nghề"}"#

    /// Every action of the design, on the route of the sample intakes.
    static let all = [
        ActionScript(channel: "desk", stages: desk + work),
        ActionScript(channel: "desk", stages: [Stage("withdraw", by: "desk", reason)]),
        ActionScript(channel: "desk", stages: [Stage("stop", by: "leader", reason)]),
        ActionScript(channel: "desk", stages: [Stage("void", by: "desk", reason)]),
        ActionScript(channel: "online", stages: [Stage("accept", by: "desk", "{}")]),
        ActionScript(channel: "online", stages: [Stage("refuse", by: "desk", reason)]),
    ]

    /// What the desk does while the dossier is with it.
    private static let desk = [
        Stage("assign", by: "head.BPMC-H", #"{"stepId":"intake","assignee":"desk"}"#),
        Stage("renew-pin", by: "desk", "{}"),
        Stage("correct", by: "desk", #"{"fields":{"phone":"0905123465"},"reason":"Ghi nhầm hai chữ số cuối"}"#),
        Stage("request-payment", by: "desk", #"{"amountInDong":100000,"reason":"Lệ phí đăng ký hộ kinh doanh"}"#),
        Stage("confirm-payment", by: "desk", #"{"reference":"BL-2022-000123"}"#),
        Stage("request-supplement", by: "desk", #"{"items":["Giấy ủy quyền"],"reason":"Thiếu giấy ủy quyền"}"#),
        Stage(
            "receive-supplement",
            by: "desk",
            #"{"documents":[{"name":"Giấy ủy quyền","form":"original","quantity":1}]}"#
        ),
        Stage("complete-step", by: "desk", #"{"stepId":"intake"}"#),
    ]

    /// What the agencies do, and the hand-over.
    private static let work = [
        Stage("complete-step", by: "officer.TCKH", #"{"stepId":"appraise","note":"Hồ sơ hợp lệ"}"#),
        Stage(
            "return-step",
            by: "officer.THUE",
            #"{"stepId":"issue-tax-code","toStepId":"appraise","reason":"Thiếu mã ngành nghề"}"#
        ),
        Stage(
            "apologise",
            by: "head.TCKH",
            #"{"reason":"Hệ thống đăng ký thuế gián đoạn","newDueAt":"2022-01-12T10:20:00+07:00"}"#
        ),
        Stage("complete-step", by: "officer.TCKH", #"{"stepId":"appraise"}"#),
        Stage("complete-step", by: "officer.THUE", #"{"stepId":"issue-tax-code"}"#),
        Stage(
            "complete-step",
            by: "head.TCKH",
            #"{"stepId":"sign","result":{"kind":"granted","number":"33A8001234"}}"#
        ),
        Stage("hand-over", by: "desk", #"{"receivedBy":"Nguyễn Văn An"}"#),
    ]
}
