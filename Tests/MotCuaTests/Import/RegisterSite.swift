import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

/// An installation of the shipped configuration, into which registers are imported.
struct RegisterSite: Sendable {
    let workplace: Workplace
    let folder: TemporaryFolder

    /// Opens a new installation whose clock stands still.
    static func open(
        now: String = "2022-02-10T08:00+07:00",
        config: String = Checkout.config
    ) async throws -> RegisterSite {
        let folder = try TemporaryFolder()
        let configuration = try TestServer.configuration(in: folder, config: config)
        let clock = StandingClock(now: try #require(Instant(iso8601: now)))
        let workplace = try await Workplace.open(configuration, mode: nil, machineClock: clock)
        return RegisterSite(workplace: workplace, folder: folder)
    }

    /// Imports a register.
    @discardableResult
    func take(_ register: RegisterFile, commune: CommuneID? = nil) async throws -> ImportReport {
        try await RegisterImport(workplace, commune: commune).run(register) { _, _ in }
    }

    /// Every dossier as a leader sees it, in the order of registration.
    func files() async throws -> [DossierFile] { try await files(for: .leader, of: nil) }

    /// Every dossier as somebody of a unit sees it, in the order of registration.
    func files(for role: Role, of place: UnitPlace?) async throws -> [DossierFile] {
        let account = Account(
            id: AccountID(number: 1),
            username: "reader",
            role: role,
            place: place,
            passwordHash: "",
            isActive: true
        )
        let page = try await queries.list(DossierSearch(), before: nil, limit: 5_000, for: account)
        #expect(page.next == nil)
        return page.files.reversed()
    }

    /// What `verify` finds.
    func verification() throws -> VerificationReport {
        try workplace.store.inspect { inspection in
            var verifier = Verifier(rules: workplace.rules, keys: workplace.store.vaultKeys)
            return try verifier.verify(inspection) { _, _ in }
        }
    }

    private var queries: DossierQueries {
        DossierQueries(store: workplace.store, rules: workplace.rules, clock: workplace.clock)
    }
}

/// A clock that stands still.
struct StandingClock: WallClock {
    let now: Instant
}

/// The register of January 2022 and its answer key.
enum JanuaryRegister {
    static let path = Checkout.path + "/Tests/Fixtures/register-2022-01.csv"

    static func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    static func file() throws -> RegisterFile { try RegisterFile(path: path) }

    /// A line of the key.
    struct Answer: Sendable {
        let line: Int
        let verdict: String
        let name: String
        let phone: String

        var isGood: Bool { verdict == "ok" || verdict == "ok-no-sms" }
    }

    /// The key; its cells hold no comma.
    static func key() throws -> [Answer] {
        let path = Checkout.path + "/Tests/Fixtures/register-2022-01.key.csv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        return try lines.map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            try #require(cells.count == 4)
            return Answer(line: try #require(Int(cells[0])), verdict: cells[1], name: cells[2], phone: cells[3])
        }
    }
}

/// Small registers.
enum Registers {
    static let heading =
        "receivedAt,procedureCode,channel,applicantKind,applicantName,identityNumber,phone,address,subject,documents,"
        + "notifyBySMS"

    /// A row that is in order but for what is changed; it has a cell for its commune if that is among it.
    static func row(_ changes: [RegisterColumn: String] = [:]) -> String {
        let cells: [RegisterColumn: String] = [
            .receivedAt: "2022-01-05T10:20:00+07:00", .procedureCode: "1.001612", .channel: "desk",
            .applicantKind: "citizen", .applicantName: "Nguyễn Văn An", .identityNumber: "049085001234",
            .phone: "0905123456", .address: "Thị trấn Hà Lam", .subject: "Đăng ký hộ kinh doanh tạp hóa",
            .documents: "Tờ khai (bản chính) x1", .notifyBySMS: "true",
        ]
        let merged = cells.merging(changes) { _, new in new }
        let columns = merged[.commune] == nil ? RegisterColumn.required : RegisterColumn.allCases
        return columns.map { merged[$0] ?? "" }.joined(separator: ",")
    }

    /// A register with a column for the commune; a row that names none has an empty cell.
    static func communes(_ rows: [[RegisterColumn: String]], heading: String = "Xã") throws -> RegisterFile {
        let names = RegisterColumn.allCases.map { $0 == .commune ? heading : $0.rawValue }.joined(separator: ",")
        let unnamed: [RegisterColumn: String] = [.commune: ""]
        let lines = rows.map { row(unnamed.merging($0) { _, given in given }) }
        return try RegisterFile(Array(([names] + lines).joined(separator: "\r\n").utf8), name: "register.csv")
    }

    static func file(_ rows: String..., lineEnd: String = "\r\n") throws -> RegisterFile {
        let text = ([heading] + rows).map { $0 + lineEnd }.joined()
        return try RegisterFile(Array(text.utf8), name: "register.csv")
    }
}
