import DossierDomain
import DossierEngine
import HTTPTypes
import Testing

@testable import motcua

/// The agencies, units and communes over REST.
@Suite("The organisation over REST")
struct OrganisationListTests {
    private static func agency(_ id: String, of answer: Answer) throws -> JSONValue {
        let agencies = try #require(answer.json["agencies"]?.array, "\(answer.text)")
        return try #require(agencies.first { $0["id"]?.string == id }, "\(id)")
    }

    private static func monday(_ id: String, of answer: Answer) throws -> [String]? {
        try agency(id, of: answer)["officeHours"]?["monday"]?.array?.compactMap(\.string)
    }

    @Test("has every agency with its units and hours, and every commune, the same for everyone")
    func whole() async throws {
        try await OneStop.open { service in
            let answer = try await service.staff("officer.TNMT").get("/organisation")
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.string("name") == "Huyện Thăng Bình" && answer.string("defaultCommune") == "ha-lam")
            let organisation = service.server.workplace.rules.organisation
            let agencies = try #require(answer.json["agencies"]?.array)
            #expect(agencies.compactMap { $0["id"]?.string } == organisation.agencies.keys.map(\.rawValue).sorted())
            let units = agencies.flatMap { $0["units"]?.array ?? [] }
            #expect(units.compactMap { $0["id"]?.string }.sorted() == organisation.units.keys.map(\.rawValue).sorted())
            let communes = try #require(answer.json["communes"]?.array)
            #expect(communes.compactMap { $0["id"]?.string } == organisation.communes.map(\.id.rawValue))
            #expect(communes.first?["name"]?.string == "Hà Lam" && communes.first?["kind"]?.string == "thị trấn")

            let commune = try Self.agency("UBND-X", of: answer)
            let own = try #require(commune["units"]?.array)
            #expect(own.compactMap { $0["id"]?.string } == ["BPMC-X", "CT-X", "LDXH-X", "TPHT-X"])
            #expect(own.allSatisfy { $0["perCommune"]?.bool == true })
            #expect(own.map { $0["desk"]?.bool } == [true, false, false, false])
            #expect(commune["receivingHours"]?["saturday"]?.array == [.string("07:30-11:30")])
            #expect(commune["officeHours"]?["saturday"] == nil)
            let tax = try Self.monday("THUE", of: answer)
            #expect(tax == ["07:00-11:30", "13:30-17:00"])
            let receiving = try Self.agency("THUE", of: answer)["receivingHours"]
            #expect(receiving?.isNull == true)

            let tag = try #require(answer.headers[.eTag])
            #expect(tag.count == 66 && tag.hasPrefix("\"") && tag.hasSuffix("\""), "\(tag)")
            let admin = try await service.staff("admin")
            let others = try await admin.get("/organisation")
            #expect(others.headers[.eTag] == tag && others.text == answer.text)
            let head = try await service.send(.head, "/api/v1/organisation", token: admin.token)
            #expect(head.headers[.eTag] == tag && head.text.isEmpty)
            let odd = try await admin.get("/organisation?commune=ha-lam")
            #expect(odd.status == 422)
        }
    }

    @Test("tells the hours of today, and has another tag once they change")
    func hours() async throws {
        let config = try ConfigCopy()
        let file = "organisation/thang-binh-2022.yaml"
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        let week = days.map { "    \($0): [\"08:00-12:00\", \"13:30-17:30\"]\n" }.joined()
        let change = "  - {from: \"2022-01-10\", table: office, becomes: late, source: \"Quyết định\"}\n"
        try config.replace("\nhours:\n", with: "\nhours:\n  late:\n" + week, in: file)
        try config.replace("\nagencies:\n", with: "\nhourChanges:\n" + change + "agencies:\n", in: file)
        try await OneStop.open(config: config.file) { service in
            let leader = try await service.staff("leader")
            let before = try await leader.get("/organisation")
            let usual = try Self.monday("TCKH", of: before)
            #expect(usual == ["07:30-11:30", "13:00-17:00"])
            try await service.clock(to: "2022-01-09T23:59:59+07:00")
            let eve = try await leader.get("/organisation")
            #expect(eve.headers[.eTag] == before.headers[.eTag])
            try await service.clock(to: "2022-01-10T00:00:00+07:00")
            let after = try await leader.get("/organisation")
            let changed = try Self.monday("TCKH", of: after)
            #expect(changed == ["08:00-12:00", "13:30-17:30"])
            let tax = try Self.monday("THUE", of: after)
            #expect(tax == ["07:00-11:30", "13:30-17:00"])
            #expect(after.headers[.eTag] != before.headers[.eTag])
        }
    }

    @Test("is read by keys that read, work or file for a desk, and by no others")
    func keys() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            for (scope, status) in [("staff", 200), ("read", 200), ("intake-online", 200), ("payments", 403)] {
                let body = #"{"name":"\#(scope)","scopes":["\#(scope)"],"role":"desk","unit":"BPMC-H"}"#
                let made = try await admin.post("/keys", body)
                let key = Staff(service: service, token: try #require(made.string("key"), "\(made.text)"))
                let answer = try await key.get("/organisation")
                #expect(answer.status == status, "\(scope): \(answer.text)")
            }
        }
    }
}
