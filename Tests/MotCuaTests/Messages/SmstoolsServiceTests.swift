import DossierEngine
import Foundation
import SMSPeers
import Testing

/// The program itself with the real daemon of smstools, whose modem is emulated.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct SmstoolsServiceTests {
    private func open(_ story: (SmstoolsPeer, RunningServer) async throws -> Void) async throws {
        try await SmstoolsPeer.run { peer in
            let copy = try ConfigCopy()
            let folder = try TemporaryFolder()
            try copy.replace("gateway: console", with: "gateway: smstools", in: "motcua.yaml")
            try copy.replace("accented: false", with: "accented: true", in: "motcua.yaml")
            try copy.replace("sendsAccents: false", with: "sendsAccents: true", in: "gateways/smstools.yaml")
            try copy.replace("/var/spool/sms", with: peer.spool.path(), in: "gateways/smstools.yaml")
            let server = try await RunningServer.start(database: folder.database, config: copy.file)
            do {
                try await story(peer, server)
            } catch {
                server.kill()
                throw error
            }
            #expect(server.terminate() == 0)
        }
    }

    @Test("texts of several parts go out by the modem, and its reports and failures find the right ones")
    func reports() async throws {
        try await open { peer, server in
            // Arrives, expires, cannot be delivered, is refused, is never reported.
            let ends = ["1": "delivered", "2": "expired", "4": "undelivered", "8": "rejected", "9": "accepted"]
            let desk = try await server.token("desk")
            let admin = try await server.token("admin")
            var expected: [String: String] = [:]
            for (digit, state) in ends {
                let intake = Forms.intake("1.001612", phone: "090512345\(digit)")
                let answer = try #require(await server.send("POST", "/api/v1/dossiers", json: intake, token: desk))
                let code = try #require(answer.string("code"))
                expected[code] = state
            }
            var states: [String: String] = [:]
            try await until("every text has its end: \(expected)") {
                let texts = try await server.texts(token: admin)
                states = Dictionary(uniqueKeysWithValues: texts.map { ($0.code, $0.state) })
                return states == expected
            }
            // `accepted` only says that smstools has the file.
            try await until("the modem has sent all but the refused text") {
                try peer.files(in: "sent").count { $0.hasPrefix("motcua-") } == ends.count - 1
            }
            let submits = try peer.submits()
            #expect(submits.count == 8, "two parts of each but the refused one")
            #expect(submits.allSatisfy { $0.hasHeader == true && $0.wantsReport == true })
            try await until("all reports are taken") { try peer.files(in: "report").isEmpty }
        }
    }

    @Test("a citizen's text of two parts comes by the modem and is answered by it, without asking for a report")
    func inquiry() async throws {
        try await open { peer, server in
            let desk = try await server.token("desk")
            let intake = Forms.intake("1.001612", phone: "0905123459")
            let answer = try #require(await server.send("POST", "/api/v1/dossiers", json: intake, token: desk))
            let code = try #require(answer.string("code"))
            let pin = try #require(answer.string("lookupPIN"))
            try peer.text(["HS \(code.prefix(9))", "\(code.dropFirst(9)) \(pin)"], from: "+84912345671")
            var replies: [SmstoolsPeer.Submit] = []
            try await until("an answer") {
                replies = try peer.submits().filter { $0.to == "84912345671" }
                return !replies.isEmpty
            }
            #expect(replies.map(\.wantsReport) == [false])
            try await until("the answer's file is done") {
                try peer.files(in: "sent").contains("motcua-4000000000000001")
            }
            let file = peer.spool.appending(path: "sent/motcua-4000000000000001")
            let words = try String(contentsOf: file, encoding: .utf8)
            #expect(words.contains(", ho so \(code): Duoc tiep nhan."), "\(words)")
            #expect(try peer.files(in: "incoming").isEmpty)
        }
    }
}
