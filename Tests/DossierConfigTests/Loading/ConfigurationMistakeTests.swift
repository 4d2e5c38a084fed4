import DossierConfig
import DossierDomain
import Foundation
import Testing

/// One slip of the pen in a shipped file, and where it has to be found.
struct Slip: CustomTestStringConvertible, Sendable {
    let file: String
    let old: String
    let new: String
    let path: String
    /// A text on the line that has to be named; it occurs nowhere before that line.
    let mark: String
    let says: String

    init(_ file: String, _ old: String, _ new: String, at path: String, line mark: String, says: String) {
        self.file = file
        self.old = old
        self.new = new
        self.path = path
        self.mark = mark
        self.says = says
    }

    var testDescription: String { "\(file): \(new.prefix(40))" }
}

private let procedure = "procedures/1.001612.yaml"
private let organisation = "organisation/thang-binh-2022.yaml"
private let calendar = "calendars/vietnam.yaml"

private let slips: [Slip] = [
    Slip("motcua.yaml", "  port: 8080", "  prot: 8080", at: "server.prot", line: "prot:", says: "not known"),
    Slip(
        "motcua.yaml",
        "port: 8080",
        "port: \"8080\"",
        at: "server.port",
        line: "port:",
        says: "Expected a whole number"
    ),
    Slip("motcua.yaml", "port: 8080", "port: 70000", at: "server.port", line: "70000", says: "at most 65535"),
    Slip("motcua.yaml", "level: info", "level: loud", at: "log.level", line: "loud", says: "Expected one of"),
    Slip(
        "motcua.yaml",
        "organisation: thang-binh-2022",
        "organisation: tien-phuoc",
        at: "authority.organisation",
        line: "tien-phuoc",
        says: "no faultless organisation file named tien-phuoc"
    ),
    Slip(procedure, "supplementMode", "suplementMode", at: "suplementMode", line: "suplementMode", says: "not known"),
    Slip(procedure, "fee: \"100.000 đ (HĐND tỉnh)\"\n", "", at: "", line: "code: ", says: "The key fee is missing"),
    Slip(procedure, "version: 1", "version: 0", at: "version", line: "version: 0", says: "at least 1"),
    Slip(procedure, "version: 1", "version: một", at: "version", line: "version: một", says: "found a text"),
    Slip(procedure, "\"2018-06-21\"", "\"2018-02-30\"", at: "effectiveFrom", line: "2018-02-30", says: "no date"),
    Slip(
        procedure,
        "\"2018-06-21\"",
        "2018-06-21",
        at: "effectiveFrom",
        line: "effectiveFrom: 2018",
        says: "in quotes"
    ),
    Slip(procedure, "code: \"1.001612\"", "code: 1.001612", at: "code", line: "code: 1", says: "in quotes"),
    Slip(procedure, "code: \"1.001612\"", "code: \"1.001613\"", at: "code", line: "1.001613", says: "file's name"),
    Slip(procedure, "interlinked: true", "interlinked: yes", at: "interlinked", line: "interlinked", says: "in quotes"),
    Slip(procedure, "unit: TCKH", "unit: TCHK", at: "steps[1].unit", line: "TCHK", says: "no unit TCHK"),
    Slip(procedure, "unit: TCKH", "performer: citizen", at: "steps[1].hours", line: "hours: 8", says: "0 hours"),
    Slip(procedure, "    unit: TCKH\n", "", at: "steps[1]", line: "- id: appraise", says: "keys unit, performer"),
    Slip(procedure, "hours: 8", "hours: 8.1", at: "steps[1].hours", line: "8.1", says: "multiple of 0.25"),
    Slip(procedure, "hours: 8", "hours: 10.25", at: "limit", line: "workingDays: 3", says: "late by 0 h 45"),
    Slip(procedure, "next: sign", "next: sing", at: "steps[2].next", line: "sing", says: "no step sing"),
    Slip(
        procedure,
        "next: sign",
        "next: appraise",
        at: "steps[1].next",
        line: "next: issue-tax-code",
        says: "leads back"
    ),
    Slip(procedure, "next: sign", "next: [sign, sign]", at: "steps[2].next[1]", line: "[sign, sign]", says: "twice"),
    Slip(procedure, "id: sign", "id: intake", at: "steps[3].id", line: "id: intake\n    name: \"Lãnh", says: "twice"),
    Slip(procedure, "workingDays: 3", "workingDay: 3", at: "limit.workingDay", line: "workingDay:", says: "not known"),
    Slip(
        procedure,
        "  workingDays: 3",
        "  workingDays: 3\n  wholeDays: 3",
        at: "limit",
        line: "workingDays",
        says: "at most 1"
    ),
    Slip(
        procedure,
        "form: original",
        "form: copy",
        at: "documents[0].form",
        line: "form: copy",
        says: "Expected one of"
    ),
    Slip(organisation, "agency: TCKH", "agency: TKCH", at: "units[4].agency", line: "TKCH", says: "no agency TKCH"),
    Slip(
        organisation,
        "defaultCommune: ha-lam",
        "defaultCommune: ha-la",
        at: "defaultCommune",
        line: "ha-la",
        says: "no such"
    ),
    Slip(
        organisation,
        "districtDesk: BPMC-H",
        "districtDesk: VP",
        at: "districtDesk",
        line: "districtDesk",
        says: "a desk"
    ),
    Slip(
        organisation,
        "000.02.15.H47",
        "000.01.15.H47",
        at: "communes[1].identifierCode",
        line: "000.01.15.H47\"\n    source: unverified\n  - id: binh-chanh",
        says: "twice"
    ),
    Slip(
        organisation,
        "saturday: [\"07:30-11:30\"]",
        "saturday: [\"11:30-07:30\"]",
        at: "hours.saturday-desk.saturday[0]",
        line: "11:30-07:30",
        says: "end after they begin"
    ),
    Slip(
        organisation,
        "\nagencies:\n",
        "\nhourChanges:\n  - {from: \"2022-04-16\", table: office, becomes: summer, source: \"t\"}\nagencies:\n",
        at: "hourChanges[0].becomes",
        line: "becomes: summer",
        says: "no hours named summer"
    ),
    Slip(
        organisation,
        "\nagencies:\n",
        "\nhourChanges:\n  - {from: \"2022-04-16\", table: office, becomes: tax, source: \"a\"}\n"
            + "  - {from: \"2022-04-16\", table: office, becomes: office, source: \"b\"}\nagencies:\n",
        at: "hourChanges[1]",
        line: "becomes: office, source: \"b\"",
        says: "changes twice on that day"
    ),
    Slip(
        organisation,
        "officeHours: tax",
        "officeHours: thue",
        at: "agencies[18].officeHours",
        line: "officeHours: thue",
        says: "no hours named thue"
    ),
    Slip(
        calendar,
        "date: \"2021-04-21\"",
        "date: \"2029-04-21\"",
        at: "datedHolidays[0].date",
        line: "2029-04-21",
        says: "outside the years"
    ),
    Slip(
        calendar,
        "until: 2027",
        "until: 2028",
        at: "years.until",
        line: "until: 2028",
        says: "Tết Nguyên Đán 2028 are missing"
    ),
    Slip(
        calendar,
        "date: \"04-30\"",
        "date: \"02-30\"",
        at: "fixedHolidays[1].date",
        line: "02-30",
        says: "No year has a day"
    ),
    Slip(
        calendar,
        "fromYear: 2026",
        "fromYear: 2026\n    untilYear: 2025",
        at: "fixedHolidays[4].untilYear",
        line: "untilYear: 2025",
        says: "ends before it begins"
    ),
    // Twice on a Saturday or Sunday it would give two days off in its place.
    Slip(
        calendar,
        "# Another date each year",
        "  - {name: \"Quốc khánh\", date: \"09-02\", source: \"Labour Code 2019, Art. 112\"}\n# Another date each year",
        at: "fixedHolidays[5]",
        line: "{name: \"Quốc khánh\"",
        says: "stands in the list twice"
    ),
    Slip(
        calendar,
        "last: \"2021-02-16\"",
        "last: \"2021-02-01\"",
        at: "closures[0].last",
        line: "2021-02-01",
        says: "before it begins"
    ),
    Slip(
        calendar,
        "date: \"2024-05-04\"",
        "date: \"2024-05-01\"",
        at: "makeUpDays[0].date",
        line: "date: \"2024-05-01\"",
        says: "worked anyway"
    ),
    Slip(
        calendar,
        "for: \"2024-04-29\"",
        "for: \"2024-04-22\"",
        at: "makeUpDays[0].for",
        line: "2024-04-22",
        says: "is not off"
    ),
    Slip(
        "gateways/smpp.yaml",
        "value: \"8088\"}",
        "value: \"8088\", typeOfNumber: 7}",
        at: "transport.smpp.source.typeOfNumber",
        line: "typeOfNumber: 7",
        says: "Expected one of 0, 1, 2, 3, 4, 5, 6"
    ),
    Slip(
        "gateways/viettel.yaml",
        "format: xml",
        "format: soap",
        at: "transport.http.reply.format",
        line: "format: soap",
        says: "Expected one of \"json\", \"xml\""
    ),
    Slip(
        "regimes/2018.yaml",
        "effectiveUntil: null",
        "effectiveUntil: \"2018-01-01\"",
        at: "effectiveUntil",
        line: "2018-01-01",
        says: "before it begins"
    ),
    Slip(
        "regimes/2018.yaml",
        "  \"10\": \"Đã trả kết quả\"\n",
        "",
        at: "statusNames",
        line: "\"1\": ",
        says: "The key 10 is missing"
    ),
    Slip(
        "regimes/2018.yaml",
        "to: [head]\n",
        "to: [activeHeads]\n",
        at: "ladder.filing[1].to[0]",
        line: "to: [activeHeads]",
        says: "Expected one of desk, head, leaders here"
    ),
    Slip(
        "regimes/2018.yaml",
        "id: unanswered",
        "id: waiting # twice",
        at: "ladder.filing[1].id",
        line: "waiting # twice",
        says: "The warning waiting stands twice"
    ),
    Slip(
        "regimes/2018.yaml",
        "{unit} phải trả lời",
        "{due} phải trả lời",
        at: "ladder.filing[0].text",
        line: "phải trả lời",
        says: "The placeholder {due} is not filled here"
    ),
    Slip(
        "regimes/2018.yaml",
        "Hồ sơ {code}: bước {step} đã dùng nửa",
        "Hồ sơ {code: bước {step} đã dùng nửa",
        at: "ladder.step.warnings[0].text",
        line: "đã dùng nửa",
        says: "braces stand in pairs"
    ),
    // The appointment is the dossier's: an apology drafted on a step's clock would name the step's due moment.
    Slip(
        "regimes/2018.yaml",
        "nửa thời gian, hạn {due}.\"\n",
        "nửa thời gian, hạn {due}.\"\n        apologyDraft: \"Hẹn trả lúc {due}.\"\n",
        at: "ladder.step.warnings[0].apologyDraft",
        line: "apologyDraft: \"Hẹn",
        says: "not known"
    ),
    Slip(
        "regimes/2018.yaml",
        "apologyNoticeHours: 8",
        "apologyNoticeHours: 8.25",
        at: "ladder.dossier.warnings[1].hoursLeft",
        line: "hoursLeft: 8\n",
        says: "too late for it"
    ),
    Slip(
        "messages/sms.yaml",
        "đã được tiếp nhận.",
        "đã được tiếp nhận và được chuyển ngay tới các cơ quan liên quan để xử lý đúng hạn cho ông/bà.",
        at: "texts.received",
        line: "received:",
        says: "septets"
    ),
    Slip(
        "messages/sms.yaml",
        "Hẹn trả kết quả: {due}.",
        "Cảm ơn.",
        at: "texts.received",
        line: "received:",
        says: "{due}"
    ),
    Slip(
        "messages/sms.yaml",
        "{reason}.\"\n  stopped",
        "{lyDo}.\"\n  stopped",
        at: "texts.refused",
        line: "refused:",
        says: "{lyDo}"
    ),
    Slip(
        "messages/sms.yaml",
        "sender: {fixed: 30}",
        "sender: {fixed: 20}",
        at: "placeholders.sender",
        line: "sender: {",
        says: "at least 21"
    ),
    Slip(
        "messages/sms.yaml",
        "amount: {fixed: 19}",
        "amount: {fixed: 18}",
        at: "placeholders.amount",
        line: "amount: {",
        says: "at least 19"
    ),
    Slip(
        "messages/problems.yaml",
        "  forbidden:",
        "  forbiden:",
        at: "problems.forbiden",
        line: "forbiden:",
        says: "no code forbiden"
    ),
    Slip(
        "messages/problems.yaml",
        "{status}",
        "{state}",
        at: "problems.wrong-status.detail",
        line: "vi: \"Không thực hiện được khi",
        says: "{state}"
    ),
    Slip(
        "messages/problems.yaml",
        "{status}",
        "{status",
        at: "problems.wrong-status.detail.vi",
        line: "vi: \"Không thực hiện được khi",
        says: "braces stand in pairs"
    ),
    Slip(
        "messages/deadline.yaml",
        "Monday\"",
        "Monday {}\"",
        at: "sentences.monday.en",
        line: "Monday {}",
        says: "braces stand in pairs"
    ),
    Slip(
        "webhooks/example.yaml",
        "kinds: [received",
        "kinds: [notice.lateDigest, received",
        at: "kinds[0]",
        line: "notice.lateDigest",
        says: "notice.stepWarning"
    ),
]

@Suite("A mistake in the configuration")
struct ConfigurationMistakeTests {
    @Test("is named with file, line, path and what is expected", arguments: slips)
    func found(slip: Slip) throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace(slip.old, with: slip.new, in: slip.file)
        let text = try sandbox.text(slip.file)
        let head = text[..<(try #require(text.range(of: slip.mark)).lowerBound)]
        let line = head.count { $0 == "\n" } + 1

        let defects = try sandbox.defects()

        let found = defects.first { $0.file == slip.file && $0.path == slip.path && $0.message.contains(slip.says) }
        let defect = try #require(found, "\(defects)")
        #expect(defect.line == line, "\(defect)")
        #expect(!defect.vietnameseMessage.isEmpty)
    }

    @Test("does not hide those in other files, and all are told in order")
    func collected() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("port: 8080", with: "prot: 8080", in: "motcua.yaml")
        try sandbox.replace("unit: TCKH", with: "unit: [TCKH]", in: "procedures/1.001612.yaml")
        try sandbox.replace("hours: 6", with: "hours: -1", in: "procedures/1.001612.yaml")
        try sandbox.replace("version: 5", with: "version: 1.5", in: "regimes/2025.yaml")

        let defects = try sandbox.defects()

        #expect(
            defects.map(\.file) == [
                "motcua.yaml", "procedures/1.001612.yaml", "procedures/1.001612.yaml", "regimes/2025.yaml",
            ]
        )
        #expect(defects.map(\.path) == ["server.prot", "steps[1].unit", "steps[2].hours", "version"])
    }

    @Test("is told at most a hundred times")
    func bounded() throws {
        let sandbox = try ConfigSandbox()
        let entries = (0..<150).map { "key\($0): 1" }.joined(separator: "\n")
        try sandbox.write(entries + "\n", to: "regimes/2018.yaml")
        #expect(try sandbox.defects().count == ConfigurationDefects.maximum)
    }

    @Test("in a code's column is counted from 1 as editors do")
    func column() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("unit: TCKH", with: "unit: TCHK", in: "procedures/1.001612.yaml")
        // `    unit: TCHK`: four blanks, `unit:`, a blank, so the value begins in column 11.
        #expect(try sandbox.defects().map(\.column) == [11])
    }

    @Test("in a key's name tells the keys there are, in both languages")
    func knownKeys() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("port: 8080", with: "prot: 8080", in: "motcua.yaml")
        let defect = try #require(try sandbox.defects().first)
        for sentence in [defect.message, defect.vietnameseMessage] {
            #expect(sentence.contains("prot") && sentence.contains("host, port"), "\(sentence)")
        }
    }

    @Test("of a missing text names the code")
    func missingText() throws {
        let codes = KnownProblemCodes(
            problems: programCodes.problems.merging(["quota-exceeded": []]) { first, _ in first },
            fields: programCodes.fields,
            rules: programCodes.rules
        )
        let defects = try ConfigSandbox().defects(codes: codes)
        #expect(defects.map(\.path) == ["problems"])
        #expect(defects.first?.message == "The text for quota-exceeded is missing.")
    }

    @Test("in a long value or one of several lines is told on one line")
    func oneLine() throws {
        let sandbox = try ConfigSandbox()
        let value = "TC\\n" + String(repeating: "KH", count: 1000)
        try sandbox.replace("unit: TCKH", with: "unit: \"\(value)\"", in: procedure)
        let told = try sandbox.defects().map(\.description)
        let line = try #require(told.first { $0.contains("Found TC\\nKHKH") }, "\(told)")
        #expect(line.contains("\u{2026}, expected an id"))
        #expect(told.allSatisfy { !$0.contains(where: \.isNewline) && $0.count < 1000 }, "\(told)")
    }

    @Test("such as a missing or misnamed file is named")
    func files() throws {
        let sandbox = try ConfigSandbox()
        try FileManager.default.removeItem(at: sandbox.folder.appending(path: "messages/sms.yaml"))
        try sandbox.write("code: x", to: "procedures/1.000001.yml")
        let defects = try sandbox.defects()
        #expect(defects.map(\.file) == ["messages/sms.yaml", "procedures/1.000001.yml"])
        #expect(defects.map { $0.vietnameseMessage.contains("không có tệp") } == [true, false])
        #expect(defects.map { $0.vietnameseMessage.contains("đuôi .yaml") } == [false, true])
    }

    @Test("such as a missing text or a slip in a regime hides none of a procedure that cannot be on time")
    func unhidden() throws {
        let sandbox = try ConfigSandbox()
        try FileManager.default.removeItem(at: sandbox.folder.appending(path: "messages/sms.yaml"))
        try sandbox.replace("version: 5", with: "version: five", in: "regimes/2018.yaml")
        try sandbox.replace("    hours: 8", with: "    hours: 80", in: procedure)
        let files = try sandbox.defects().map(\.file)
        #expect(files == ["messages/sms.yaml", "motcua.yaml", procedure, "regimes/2018.yaml"])
    }

    @Test("keeps no other part from being read by itself, and its own part is refused")
    func parts() throws {
        let sandbox = try ConfigSandbox()
        let file = sandbox.folder.appending(path: "motcua.yaml").path
        let name = "thang-binh-2022"
        try FileManager.default.removeItem(at: sandbox.folder.appending(path: "messages/sms.yaml"))
        try sandbox.replace("version: 1", with: "version: one", in: procedure)
        #expect(try ConfigFolder.organisation(configFile: file, named: name).version == 1)
        #expect(try !ConfigFolder.passwords(configFile: file).passwords.isEmpty)
        #expect(try ConfigFolder.problemTexts(configFile: file, knownCodes: programCodes).problems["busy"] != nil)

        try sandbox.replace("version: 1", with: "version: one", in: organisation)
        try FileManager.default.removeItem(at: sandbox.folder.appending(path: "passwords.yaml"))
        try FileManager.default.removeItem(at: sandbox.folder.appending(path: "messages/problems.yaml"))
        #expect(throws: ConfigurationDefects.self) { try ConfigFolder.organisation(configFile: file, named: name) }
        #expect(throws: ConfigurationDefects.self) { try ConfigFolder.organisation(configFile: file, named: "none") }
        #expect(throws: ConfigurationDefects.self) { try ConfigFolder.passwords(configFile: file) }
        #expect(throws: ConfigurationDefects.self) {
            try ConfigFolder.problemTexts(configFile: file, knownCodes: programCodes)
        }
    }

    @Test("in the bytes of a file is named")
    func bytes() throws {
        let sandbox = try ConfigSandbox()
        try Data([0x61, 0x3A, 0x20, 0xFF]).write(to: sandbox.folder.appending(path: "regimes/2025.yaml"))
        let big = Data(repeating: 0x23, count: 1_048_577)
        try big.write(to: sandbox.folder.appending(path: "regimes/2026.yaml"))
        let defects = try sandbox.defects()
        #expect(defects.map(\.file) == ["regimes/2025.yaml", "regimes/2026.yaml"])
        #expect(defects.map { $0.message.contains("UTF-8") } == [true, false])
        #expect(defects.map { $0.message.contains("1 MiB") } == [false, true])
        #expect(defects.map { $0.vietnameseMessage.contains("UTF-8") } == [true, false])
        #expect(defects.map { $0.vietnameseMessage.contains("1 MiB") } == [false, true])
    }
}
