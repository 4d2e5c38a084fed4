import DossierEngine
import Foundation
import SMSPeers
import Testing

/// A running service that sends by a real Kannel, and the dossiers whose applicants it tells.
///
/// It has two ways to the same Kannel: `kannel` with accents, from 8088, and `kannel-plain` without, from 8089.
final class KannelSite: Sendable {
    private static let hooks = (accented: "kannel-hook-secret-0001", plain: "kannel-hook-secret-0002")

    let copy: ConfigCopy
    let folder: TemporaryFolder
    /// The port of the service, which Kannel's addresses name.
    let port: Int

    /// Makes the configuration; nothing runs yet.
    ///
    /// - Parameters:
    ///   - kannel: The port of `sendsms`.
    ///   - port: A free port for the service.
    /// - Throws: What keeps from writing the files.
    init(kannel: Int, port: Int) throws {
        self.port = port
        copy = try ConfigCopy()
        folder = try TemporaryFolder()
        try copy.replace("gateway: console", with: "gateway: \"kannel, kannel-plain\"", in: "motcua.yaml")
        try copy.replace("accented: false", with: "accented: true", in: "motcua.yaml")
        try copy.derive(
            "gateways/kannel.yaml",
            from: "gateways/kannel.yaml",
            [
                ("127.0.0.1:13013", "127.0.0.1:\(kannel)"), ("127.0.0.1:8080", "127.0.0.1:\(port)"),
                ("sendsAccents: false", "sendsAccents: true"), ("textsPerSecond: 10", "textsPerSecond: 5000"),
                // On an overloaded machine Kannel is slow to answer; a text without an answer is unknown for ever,
                // which is not what is tried here. For the same reason both gateways together hold fewer connections
                // than wait to be accepted at most, which is ten.
                ("timeoutSeconds: 20", "timeoutSeconds: 50"),
            ]
        )
        try copy.derive(
            "gateways/kannel-plain.yaml",
            from: "gateways/kannel.yaml",
            [
                ("name: kannel", "name: kannel-plain"), ("sendsAccents: true", "sendsAccents: false"),
                ("KANNEL_HOOK", "PLAIN_HOOK"), ("\"8088\"", "\"8089\""),
            ]
        )
    }

    /// The `get-url` of Kannel's sms-service, as the gateway's file says it.
    static func textsURL(port: Int) -> String {
        "http://127.0.0.1:\(port)/api/v1/sms/inbound?secret=\(hooks.accented)"
            + "&from=%p&text=%b&charset=%C&coding=%c&id=%I"
    }

    /// Starts the service, anew after it has ended.
    func start(password: String = "secretpw") async throws -> RunningServer {
        try await RunningServer.start(
            database: folder.database,
            config: copy.file,
            port: port,
            environment: [
                "KANNEL_PASSWORD": password, "KANNEL_HOOK": Self.hooks.accented, "PLAIN_HOOK": Self.hooks.plain,
            ]
        )
    }

    /// Runs a story in which Kannel, its operator's phone side and the service run.
    static func open(
        queueLimit: Int = 100_000,
        isPhoneOn: Bool = true,
        password: String = "secretpw",
        _ story: (KannelPeer, KannelSite, RunningServer) async throws -> Void
    ) async throws {
        let port = try await freePort()
        try await KannelPeer.run(queueLimit: queueLimit, textsURL: textsURL(port: port)) { kannel in
            if isPhoneOn { try await kannel.connectPhone() }
            let site = try KannelSite(kannel: kannel.port, port: port)
            let server = try await site.start(password: password)
            do {
                try await story(kannel, site, server)
            } catch {
                server.kill()
                throw error
            }
            #expect(server.terminate() == 0)
        }
    }
}

/// A text to an applicant as staff see it.
struct SentText: Hashable, Sendable {
    let id: Int64
    let code: String
    let kind: String
    let state: String
    let gateway: String?

    init(_ json: JSONValue) throws {
        id = try #require(json["id"]?.integer)
        code = try #require(json["dossierCode"]?.string)
        kind = try #require(json["kind"]?.string)
        state = try #require(json["state"]?.string)
        gateway = json["gateway"]?.string
    }
}

extension RunningServer {
    /// All texts, newest first.
    func texts(token: String) async throws -> [SentText] {
        var texts: [SentText] = []
        var cursor = ""
        for _ in 0..<1_000 {
            let answer = try #require(await send("GET", "/api/v1/messages?limit=100" + cursor, token: token))
            texts += try #require(answer.json["items"]?.array, "\(answer.text)").map(SentText.init)
            guard let next = answer.string("next") else { return texts }
            cursor = "&cursor=" + next
        }
        return texts
    }

    /// How many texts are in each state.
    func textStates(token: String) async throws -> [String: Int] {
        try await texts(token: token).reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    }

    /// Waits until no text waits for anything any more but what a test leaves out.
    func untilSettled(
        token: String,
        as ends: Set<String> = ["delivered"]
    ) async throws {
        var states: [String: Int] = [:]
        do {
            try await until("every text has ended") {
                states = try await textStates(token: token)
                return states.keys.allSatisfy(ends.contains)
            }
        } catch {
            let gateways = await send("GET", "/api/v1/gateways", token: token)?.text ?? "no answer"
            Issue.record("\(states), \(gateways)")
            throw error
        }
    }
}
