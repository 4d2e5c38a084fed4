import DossierEngine
import Foundation
import HTTPTypes
import Testing

@testable import motcua

/// A repeated request gets the answer that the first one got, whatever has changed since.
@Suite("The first answer comes again")
struct FirstAnswerTests {
    /// Sends a request under a key.
    private func send(
        _ path: String,
        _ body: String,
        key: String = "a1",
        headers: HTTPFields = [:],
        as staff: Staff
    ) async throws -> Answer {
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        var headers = headers
        headers[name] = key
        return try await staff.post(path, body, headers: headers)
    }

    /// Insists that an answer is the first one again, to the letter.
    private func expectAgain(_ again: Answer, _ first: Answer) throws {
        let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
        #expect(first.headers[replayed] == nil && again.headers[replayed] == "true", "\(again.text)")
        #expect(again.status == first.status && again.text == first.text)
        #expect(again.headers[.eTag] == first.headers[.eTag])
    }

    @Test(
        "also where the request was meant for a version that is over by then",
        arguments: [#""1""#, #""1", "7""#, #""7", "1""#, "*"]
    )
    func versions(tags: String) async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let path = "/dossiers/\(code)/actions/complete-step"
            let body = #"{"stepId":"intake"}"#
            let first = try await send(path, body, headers: [.ifMatch: tags], as: desk)
            #expect(first.status == 200 && first.headers[.eTag] == "\"2\"", "\(first.text)")
            try expectAgain(try await send(path, body, headers: [.ifMatch: tags], as: desk), first)
        }
    }

    @Test("also an intake by a procedure that takes no dossiers any more, by which a new one is refused")
    func closedProcedure() async throws {
        let folder = try TemporaryFolder()
        let config = try ConfigCopy()
        try await OneStop.open(in: folder, config: config.file) { service in
            let first = try await send("/dossiers", Forms.intake("1.001612"), as: try await service.staff("desk"))
            #expect(first.status == 201 && first.string("code") == "000.00.15.H47-220105-0001", "\(first.text)")
        }
        let procedures = URL(filePath: config.file).deletingLastPathComponent().appending(path: "procedures")
        try FileManager.default.removeItem(at: procedures.appending(path: "1.001612.yaml"))
        try await OneStop.open(in: folder, config: config.file) { service in
            let desk = try await service.staff("desk")
            let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))

            let again = try await send("/dossiers", Forms.intake("1.001612"), as: desk)
            let new = try await send("/dossiers", Forms.intake("1.001612"), key: "a2", as: desk)

            #expect(again.status == 201 && again.headers[replayed] == "true", "\(again.text)")
            #expect(again.string("code") == "000.00.15.H47-220105-0001" && again.string("lookupPIN") != nil)
            #expect(new.status == 422 && new.text.contains("unknown-procedure"), "\(new.text)")
        }
    }

    @Test("a request meant for other versions, or for none that there can be, changes nothing")
    func otherVersions() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let path = "/dossiers/\(code)/actions/complete-step"
            for tags in [#""2""#, #""2", "3""#, #"W/"1""#, "1", ""] {
                let refused = try await desk.post(path, #"{"stepId":"intake"}"#, headers: [.ifMatch: tags])
                #expect(refused.status == 412 && refused.string("code") == "version-mismatch", "\(tags)")
            }
            #expect(try await desk.get("/dossiers/\(code)").at("version") == .integer(1))
        }
    }
}
