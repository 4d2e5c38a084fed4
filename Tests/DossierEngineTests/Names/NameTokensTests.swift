import DossierDomain
import SMSText
import Testing

@testable import DossierEngine

/// What names are found by.
@Suite("Tokens of names")
struct NameTokensTests {
    private let tokens = NameTokens(key: [UInt8](repeating: 1, count: 32))

    private func sheet(_ name: String, _ kind: ApplicantKind = .citizen, submitter: String? = nil) -> ApplicantSheet {
        ApplicantSheet(
            applicant: Applicant(kind: kind, name: name, identityNumber: nil, phone: nil, email: nil, address: nil),
            subject: "Đăng ký hộ kinh doanh",
            submitter: submitter.map { Submitter(name: $0, identityNumber: nil, phone: nil) },
            documents: []
        )
    }

    private func tokens(typed: String) throws -> [Int64] { tokens.tokens(of: try #require(try NameQuery(typed))) }

    @Test("are those of every typed form of a name, and of both names of a sheet")
    func forms() throws {
        let own = tokens.tokens(of: sheet("Nguyễn Thị Hoà Khuê", submitter: "Trương Quýt"))
        #expect(own.count == 4 && own.allSatisfy { (0..<NameTokens.count).contains($0) } && own == own.sorted())
        for typed in ["hoa khue", "Khuê Hòa", "KHUE nguyen thi hoa", "quyt", "Trương Quýt"] {
            #expect(Set(try tokens(typed: typed)).isSubset(of: own), "\(typed)")
        }
        #expect(try tokens(typed: "Khuê Hòa") == tokens(typed: "khue hoa khue"))
        let other = NameTokens(key: [UInt8](repeating: 2, count: 32))
        #expect(other.tokens(of: sheet("Nguyễn Thị Hoà Khuê", submitter: "Trương Quýt")) != own)
    }

    @Test(
        "are not made of the commonest words, which would be read from how often they stand there",
        arguments: [
            ("Nguyễn Văn", 0), ("nguyen thi le", 0), ("VÕ THỊ HỒ", 0), ("Vân", 1), ("van", 0), ("Lệ", 1), ("Thi", 0),
        ]
    )
    func commonest(_ name: String, _ count: Int) throws {
        #expect(tokens.tokens(of: sheet(name)).count == count)
        #expect(try tokens(typed: name).count == count)
        #expect(try NameQuery(name)?.isIndexed == (count > 0))
    }

    @Test(
        "leave out nobody whom a typed word means: they lead to all of them, or there are none and the list is walked"
    )
    func completeness() throws {
        let names = ["Vân", "Văn", "Lệ", "Lê", "Hoa", "Hoà", "Hoạ", "Bùi", "Bụi", "Dương", "Đường", "Nguyên", "Nguyễn"]
        for name in names {
            let plain = VietnameseText.folded(name)
            for typed in [name, plain] {
                let wanted = try #require(try NameQuery(typed))
                for other in names where wanted.matches(other) {
                    let own = Set(tokens.tokens(of: sheet(other)))
                    #expect(Set(tokens.tokens(of: wanted)).isSubset(of: own), "\(typed) does not lead to \(other)")
                }
            }
        }
    }

    @Test("are of all words for a public name besides, by which no name of a person is found")
    func publicNames() throws {
        let company = tokens.tokens(of: sheet("Công ty Nguyễn Văn Khuê", .business, submitter: "Trần Thị Bình"))
        for typed in ["nguyễn văn", "cong ty khue", "Khuê", "van"] {
            let query = try #require(try NameQuery(typed))
            let wanted = tokens.publicTokens(of: query)
            #expect(!wanted.isEmpty && Set(wanted).isSubset(of: company), "\(typed)")
            #expect(Set(tokens.tokens(of: query)).isSubset(of: company), "\(typed)")
            for kind in [ApplicantKind.citizen, .householdBusiness] {
                let person = Set(tokens.tokens(of: sheet("Nguyễn Văn Khuê", kind, submitter: "Công Ty")))
                #expect(person.isDisjoint(with: wanted), "\(typed)")
            }
        }
        let submitter = try #require(try NameQuery("Bình"))
        #expect(!Set(tokens.publicTokens(of: submitter)).isSubset(of: company), "whoever stood in for it is a person")
    }

    @Test("count for those names alone that whoever asks is shown whole")
    func findable() throws {
        let person = try SheetNames(stored: sheet("Nguyễn Văn An", submitter: "Trần Thị Bình").stored)
        #expect(person.findable(.whole) == ["Nguyễn Văn An", "Trần Thị Bình"])
        #expect(person.findable(.masked).isEmpty)
        let company = sheet("Công ty TNHH Minh Phát", .business, submitter: "Trần Thị Bình")
        #expect(try SheetNames(stored: company.stored).findable(.masked) == ["Công ty TNHH Minh Phát"])
    }
}
