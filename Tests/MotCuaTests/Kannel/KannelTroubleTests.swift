import DossierEngine
import SMSPeers
import Testing

/// The program itself behind a real Kannel that refuses it, has no room, or is not there.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KannelTroubleTests {
    private static let gateways = ["kannel", "kannel-plain"]

    /// Waits until both gateways are measured as up or as not up.
    private func untilUp(_ isUp: Bool, _ server: RunningServer) async throws {
        try await until("motcua_gateway_up is \(isUp)") {
            let metrics = try await MetricsText.of(server)
            return Self.gateways.allSatisfy {
                metrics.value("motcua_gateway_up", ["gateway": $0]) == (isUp ? 1 : 0)
            }
        }
    }

    /// How many tries ended in a state, at both gateways together.
    private func tries(_ state: String, _ server: RunningServer) async throws -> Double {
        let metrics = try await MetricsText.of(server)
        return Self.gateways.reduce(0) {
            $0 + (metrics.value("motcua_sms_total", ["gateway": $1, "state": state]) ?? 0)
        }
    }

    /// What staff see of a text that waits, and the administrator of a gateway.
    private func reasons(_ server: RunningServer) async throws -> (text: String?, gateway: String?) {
        let admin = try await server.token("admin")
        let texts = await server.send("GET", "/api/v1/messages?state=queued&limit=100", token: admin)
        let gateways = await server.send("GET", "/api/v1/gateways", token: admin)
        let tried = texts?.json["items"]?.array?.compactMap { $0["reason"]?.string }
        let lastError = gateways?.json["items"]?.array?.first?["lastError"]?.string
        return (tried?.first, lastError)
    }

    /// Waits until staff see why a text waits; while it is tried again they do not.
    private func untilTold(_ reason: String, _ server: RunningServer) async throws {
        try await until("staff see: \(reason)") { try await reasons(server).text == reason }
    }

    /// The end of each story: every text delivered, once, and the gateways up.
    private func expectAllDelivered(
        _ load: ApplicantLoad,
        at kannel: KannelPeer,
        of server: RunningServer
    ) async throws {
        let admin = try await server.token("admin")
        try await server.untilSettled(token: admin)
        try await untilUp(true, server)
        let arrivals = try await load.arrivals(at: kannel)
        let sent = try await server.texts(token: admin)
        #expect(sent.count == load.applicants.count * 2)
        for text in sent { #expect(arrivals[try load.key(of: text)] == 1, "\(text)") }
    }

    @Test("a wrong password: texts wait, the gateways count as down, and with the right one everything goes out")
    func wrongPassword() async throws {
        try await KannelSite.open(password: "wrongpw") { kannel, site, server in
            let load = ApplicantLoad()
            try await load.tell(4, on: server)
            let admin = try await server.token("admin")
            try await untilUp(false, server)
            try await until("all texts wait") { try await server.textStates(token: admin) == ["queued": 8] }
            #expect(try await tries("queued", server) >= 2)
            #expect(try await tries("accepted", server) == 0)
            try await untilTold("Kannel does not let us in (HTTP status 403)", server)
            #expect(try await reasons(server).gateway == "Kannel does not let us in (HTTP status 403)")
            #expect(try server.printed.contains("wrongpw") == false)
            #expect(try await kannel.texts(0).isEmpty)
            #expect(server.terminate() == 0)

            let mended = try await site.start()
            try await expectAllDelivered(load, at: kannel, of: mended)
            #expect(mended.terminate() == 0)
        }
    }

    @Test("no room: what Kannel keeps is accepted, the rest waits while the gateways stay up, and all is delivered")
    func fullQueue() async throws {
        try await KannelSite.open(queueLimit: KannelPeer.queueLimit, isPhoneOn: false) { kannel, _, server in
            let load = ApplicantLoad()
            try await load.tell(6, on: server)
            let admin = try await server.token("admin")
            try await until("texts are refused") { try await tries("queued", server) >= 3 }
            let states = try await server.textStates(token: admin)
            #expect(states["accepted", default: 0] >= KannelPeer.queueLimit, "\(states)")
            #expect(states.values.reduce(0, +) == 12, "\(states)")
            #expect(Set(states.keys).isSubset(of: ["accepted", "queued", "sending"]), "\(states)")
            try await untilTold("Kannel's queue is full (HTTP status 503)", server)
            try await untilUp(true, server)

            try await kannel.connectPhone()
            try await expectAllDelivered(load, at: kannel, of: server)
        }
    }

    @Test("Kannel is gone: texts wait, the gateways count as down, and when it is back everything goes out")
    func gone() async throws {
        try await KannelSite.open { kannel, _, server in
            kannel.kill("bearerbox")
            kannel.kill("smsbox")
            let load = ApplicantLoad()
            try await load.tell(4, on: server)
            let admin = try await server.token("admin")
            try await untilUp(false, server)
            try await until("all texts wait") { try await server.textStates(token: admin) == ["queued": 8] }
            try await untilTold("no connection could be made", server)
            try await kannel.startBearerbox()
            try await kannel.connectPhone()
            try await kannel.startSmsbox()
            try await expectAllDelivered(load, at: kannel, of: server)
        }
    }
}
