import Foundation
import HTTPTypes
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierEngine
@testable import motcua

/// Checkpoints and proofs as clients get them.
@Suite("Proofs over REST and offline")
struct ProofScenarioTests {
    private static func hashes(_ answer: Answer) -> [Digest] {
        (answer.json["path"]?.array ?? []).compactMap { $0.string.flatMap(Base64.digest) }
    }

    @Test("checkpoints are listed with the key that signs, and prove each other")
    func checkpoints() async throws {
        try await OneStop.open { service in
            let none = try await service.send(.get, "/api/v1/checkpoints/latest")
            #expect(none.status == 404 && none.string("code") == "checkpoint-not-found")
            #expect(none.headers[.retryAfter] != nil)
            let desk = try await service.staff("desk")
            for _ in 1...3 {
                _ = try await desk.register("1.001612")
                try await service.server.checkpoint()
            }
            let list = try await service.send(.get, "/api/v1/checkpoints?limit=2")
            let key = try #require(list.string("key").flatMap(CheckpointVerifier.init))
            let rest = try await service.send(.get, "/api/v1/checkpoints?limit=2&cursor=\(list.string("next") ?? "")")
            let items = (list.json["items"]?.array ?? []) + (rest.json["items"]?.array ?? [])
            let signed = items.compactMap { $0["note"]?.string.flatMap(SignedCheckpoint.init(note:)) }
            #expect(signed.count == 3 && rest.json["next"] == .null)
            #expect(signed.allSatisfy { $0.isSigned(by: key) })
            let latest = try await service.send(.get, "/api/v1/checkpoints/latest")
            #expect(latest.text == signed[0].note)

            let (old, new) = (signed[2].checkpoint, signed[0].checkpoint)
            let path = "/api/v1/checkpoints/consistency?first=\(old.size)&second=\(new.size)"
            let proof = Self.hashes(try await service.send(.get, path))
            #expect(MerkleProof.extends((old.size, old.root), to: (new.size, new.root), proof: proof))
            #expect(!MerkleProof.extends((old.size, new.root), to: (new.size, new.root), proof: proof))
        }
    }

    @Test("a proof that nobody can give is refused with the parameter that is wrong")
    func refusals() async throws {
        try await OneStop.open { service in
            _ = try await service.staff("desk").register("1.001612")
            try await service.server.checkpoint()
            let size = try #require(service.server.checkpoints.keeper.latest?.checkpoint.size)
            let cases: [(String, Int, String?)] = [
                ("inclusion?index=0", 422, "size"), ("inclusion?index=-1&size=1", 422, "index"),
                ("inclusion?index=5&size=5", 422, "index"), ("inclusion?index=0&size=\(size + 1)", 404, nil),
                ("inclusion?index=0&size=9223372036854775807", 404, nil),
                ("consistency?first=0&second=1", 422, "first"), ("consistency?first=3&second=2", 422, "first"),
                ("consistency?first=1&second=\(size + 1)", 404, nil), ("consistency?first=1&second=x", 422, "second"),
                ("latest?x=1", 422, "x"),
            ]
            for (path, status, field) in cases {
                let answer = try await service.send(.get, "/api/v1/checkpoints/" + path)
                #expect(answer.status == status, "\(path): \(answer.text)")
                #expect(answer.json["errors"]?.array?.first?["field"]?.string == field, "\(path)")
            }
            #expect(try await service.send(.get, "/api/v1/checkpoints?cursor=x").status == 400)
        }
    }

    @Test("clerk and citizen get the proof of a receipt once a checkpoint holds it; others do not")
    func receipts() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register("1.001612")
            let code = try #require(intake.string("code"))
            let pin = try #require(intake.string("lookupPIN"))
            let early = try await desk.get("/dossiers/\(code)/proof")
            #expect(early.status == 404 && early.string("code") == "checkpoint-not-found")
            try await service.server.checkpoint()

            let staff = try await desk.get("/dossiers/\(code)/proof")
            let citizen = try await service.send(.get, "/api/v1/status/\(code)/proof?pin=\(pin.lowercased())")
            #expect(staff.status == 200 && citizen.text == staff.text)
            let proof = try ReceiptProof(json: Array(staff.text.utf8))
            let (link, at) = try proof.check(by: service.server.checkpoints.keeper.verifier)
            #expect(link.stream == code && link.position == 1 && at.iso8601 == "2022-01-05T10:20:00+07:00")
            let history = try await service.history(of: code)
            #expect(history[0]["hash"]?.string == Digest.of(proof.event).hexadecimal)
            for secret in ["Nguyễn", "049085001234", "0905123456", "Hà Lam"] { #expect(!staff.text.contains(secret)) }

            #expect(try await desk.get("/dossiers/\(code)/proof?position=2").status == 422)
            #expect(try await service.staff("desk.xa").get("/dossiers/\(code)/proof").status == 403)
            #expect(try await service.staff("admin").get("/dossiers/\(code)/proof").status == 403)
            #expect(try await service.send(.get, "/api/v1/dossiers/\(code)/proof").status == 401)
            let wrong = pin == "AAAA" ? "BBBB" : "AAAA"
            let guess = try await service.send(.get, "/api/v1/status/\(code)/proof?pin=\(wrong)")
            let unknown = try await service.send(.get, "/api/v1/status/000.00.15.H47-220105-9999/proof?pin=\(pin)")
            #expect(guess.status == 404 && guess.text == unknown.text)
            #expect(try await service.send(.get, "/api/v1/status/\(code)/proof").status == 422)
        }
    }

    @Test("verify-receipt checks the file without a database, and finds every change of it")
    func offline() async throws {
        let folder = try TemporaryFolder()
        let found = Locked<(text: String, key: String)>()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.server.checkpoint()
            found.value = (
                try await desk.get("/dossiers/\(code)/proof").text,
                service.server.checkpoints.keeper.verifier.written
            )
        }
        let (text, key) = try #require(found.value)
        let elsewhere = try TemporaryFolder()
        let file = elsewhere.path + "/receipt.json"
        func check(_ text: String, key: String) throws -> (code: Int32, output: String, errors: String) {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try Program.run(["verify-receipt", file, "--key", key])
        }
        let good = try check(text, key: key)
        #expect(good.code == 0, "\(good.errors)")
        #expect(good.output.hasPrefix("000.00.15.H47-220105-0001: event 1 of 2022-01-05T10:20:00+07:00 stands in"))
        let own = try Program.run(["verify-receipt", file, "--config", Checkout.config, "--database", folder.database])
        #expect(own.code == 0, "\(own.errors)")
        let keyless = try Program.run(
            ["verify-receipt", file, "--config", Checkout.config, "--database", elsewhere.database]
        )
        #expect(keyless.code == 1 && keyless.errors.contains("--key"), "\(keyless.errors)")
        let other = try #require(CheckpointKey(name: "motcua.local", entropy: SystemEntropy())).verifier.written
        #expect(try check(text, key: other).code == 1)
        let changes = [
            ("\\\"channel\\\":\\\"desk\\\"", "\\\"channel\\\":\\\"post\\\""), ("\"index\":", "\"index\":1"),
            ("\"salt\":\"", "\"salt\":\"0"), ("\"path\":[\"", "\"path\":[\"A"), ("motcua.local\\n", "motcua.lokal\\n"),
            ("motcua-receipt/1", "motcua-receipt/2"), ("{\"format\"", "{\"formats\""),
        ]
        for (old, new) in changes {
            let range = try #require(text.range(of: old), "\(old)")
            let altered = try check(text.replacingCharacters(in: range, with: new), key: key)
            #expect(altered.code == 1, "\(new): \(altered.output)")
        }
        #expect(try Program.run(["verify-receipt", elsewhere.path + "/none", "--key", key]).code == 1)
        // The file is whole again.
        #expect(try check(text, key: key).code == 0)
        for arguments in [[elsewhere.path, "--key", key], [file, "--key", elsewhere.path]] {
            let strange = try Program.run(["verify-receipt"] + arguments)
            #expect(strange.code == 1 && strange.errors.contains("không phải là tệp thường"), "\(strange.errors)")
            #expect(!strange.errors.contains("Cocoa"), "\(strange.errors)")
        }
    }
}

/// A value that a story leaves behind.
private final class Locked<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    var value: Value? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
