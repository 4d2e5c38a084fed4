import DossierEngine
import GRDB
import Testing

/// One record among many is damaged, or sealed with a key that is gone: what everybody waits for goes on without it.
struct DamagedDossierTests {
    private static let damages = [
        "UPDATE dossierState SET state = x'7B7D' WHERE dossier = (SELECT id FROM dossier WHERE code LIKE '%-0002')",
        """
        UPDATE vault SET keyId = 9
        WHERE number = (SELECT min(number) FROM vault WHERE stream = (SELECT id FROM dossier WHERE code LIKE '%-0002'))
        """,
    ]

    @Test("lists, inbox, notices and forecast leave it out; asked for by its code it is damaged", arguments: damages)
    func lists(_ damage: String) async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            let desk = try await service.staff("desk")
            for _ in 1...3 {
                let code = try #require(try await desk.register("1.001612").string("code"))
                try await desk.complete("intake", of: code)
            }
            try await service.clock(to: "2022-01-05T15:00+07:00")

            try await DatabaseQueue(path: service.folder.database).write { try $0.execute(sql: damage) }

            for user in ["desk", "leader", "officer.TCKH"] {
                #expect(try await serials(service, user, "/dossiers", "code") == ["1", "3"], "\(user)")
                let found = try await serials(service, user, "/dossiers?receivedFrom=2022-01-05", "code")
                #expect(found == ["1", "3"], "\(user)")
            }
            #expect(try await serials(service, "officer.TCKH", "/inbox", "dossier.code") == ["1", "3"])
            #expect(try await service.staff("officer.TCKH").get("/notices").status == 200)
            #expect(try await service.staff("leader").get("/forecast").status == 200)
            #expect(try await desk.get("/dossiers/000.00.15.H47-220105-0002").status == 500)
        }
    }

    @Test("the list of texts tells of its texts as of all others, without its code")
    func texts() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            for _ in 1...3 { _ = try await desk.register("1.001612") }
            try await DatabaseQueue(path: service.folder.database).write { try $0.execute(sql: Self.damages[0]) }

            let answer = try await service.staff("admin").get("/messages")
            let items = try #require(answer.json["items"]?.array, "\(answer.text)")
            #expect(items.map { $0["dossierCode"]?.string?.last } == ["3", nil, "1"])
        }
    }

    /// The last digits of the codes in a list, in order.
    private func serials(_ service: OneStop, _ user: String, _ path: String, _ member: String) async throws -> [String]
    {
        let answer = try await service.staff(user).get(path)
        let items = try #require(answer.json["items"]?.array, "\(path): \(answer.text)")
        return items.compactMap { item in
            let code = member.split(separator: ".").reduce(Optional(item)) { $0?[String($1)] }
            return code?.string?.last.map(String.init)
        }
        .sorted()
    }
}
