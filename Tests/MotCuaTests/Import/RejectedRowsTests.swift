import DossierDomain
import DossierEngine
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

struct RejectedRowsTests {
    @Test("the rejected rows of January 2022 come back with line, field, value and remedy")
    func january() async throws {
        let site = try await RegisterSite.open()
        let text = RejectedRowsFile.text(of: try await site.take(JanuaryRegister.file()).rejected)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.first == "line,field,value,remedy")
        // 91 rows between the heading and the empty end behind the last line end, and the second mistakes of some.
        let rows = lines.dropFirst().dropLast().map { $0.prefix { $0 != "," } }
        #expect(Set(rows).count == 91)
        #expect(rows.count { $0 == "468" } == 2)
        #expect(lines.last == "")
        let phone =
            "Ghi đúng một số điện thoại, ví dụ 0905123456 hoặc 02353874123; không có thì để trống và ghi notifyBySMS "
            + "là false. / Write one telephone number, or leave it empty and set notifyBySMS to false."
        let procedure =
            "Ghi mã thủ tục có hiệu lực vào ngày tiếp nhận, ví dụ 1.001612. / Write the code of a procedure in force "
            + "on the day of receipt."
        let date =
            "Ghi ngày giờ có thật, dạng dd/mm/yyyy hh:mm hoặc ISO 8601 có múi giờ, ví dụ 05/01/2022 08:30. / Write a "
            + "date that exists as dd/mm/yyyy hh:mm or ISO 8601 with its offset."
        #expect(lines[1] == "4,applicant.phone,07785739,\"\(phone)\"")
        for line in [
            "48,procedureCode,9.999999,\"\(procedure)\"",
            "73,applicant.phone,không có số,\"\(phone)\"",
            "155,receivedAt,32/01/2022 08:00,\"\(date)\"",
            "246,applicant.name,   ,Ghi họ tên hoặc tên tổ chức của chủ hồ sơ. / Write the applicant's name.",
            "441,channel,fax,\"Ghi desk, online hoặc post. / Write desk, online or post.\"",
            // Both its procedure and its telephone are wrong; the first column comes first.
            "468,procedureCode,9.999999,\"\(procedure)\"",
        ] {
            #expect(lines.contains(line))
        }
    }

    @Test("the file lies beside the register, is read by its owner only, and goes when all rows are good")
    func file() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/sổ.csv"
        let isMade = FileManager.default.createFile(
            atPath: register,
            contents: Data(),
            attributes: [.posixPermissions: 0o640]
        )
        #expect(isMade)
        let rejected = RejectedRowsFile(register: register)
        #expect(rejected.path == register + ".rejected.csv")
        let row = RejectedRow(line: 2, defect: .cell(.address, .tooLong), value: "Tổ 5, \"xóm Đình\"")
        try rejected.replace(with: [row])
        #expect(
            try String(contentsOfFile: rejected.path, encoding: .utf8)
                == "line,field,value,remedy\r\n2,applicant.address,\"Tổ 5, \"\"xóm Đình\"\"\","
                + "Rút ngắn nội dung ô này. / Shorten this cell.\r\n"
        )
        let mode = try FileManager.default.attributesOfItem(atPath: rejected.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try rejected.replace(with: [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["sổ.csv"])
    }

    @Test("where the file cannot be written all is imported and told, with a way to get it, and nothing is removed")
    func noFile() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/sổ.csv"
        let text = [Registers.heading, Registers.row(), Registers.row([.channel: "fax"])].joined(separator: "\r\n")
        try Data(text.utf8).write(to: URL(filePath: register))
        let inTheWay = register + ".rejected.csv/mine"
        try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: true)
        let place = ["--database", folder.database, "--config", Checkout.config]
        let told = try Program.run(["import", register] + place)
        #expect(told.code == 1 && told.output.contains("2 rows read, 1 added"), "\(told.output)\(told.errors)")
        #expect(!told.output.contains("Rejected rows and their remedies"), "\(told.output)")
        #expect(told.errors.contains("copy the register into a folder that takes writing"), "\(told.errors)")
        #expect(told.errors.contains("hãy chép sổ vào một thư mục ghi được") && !told.errors.contains("Cocoa"))
        #expect(throws: CommandFailure.self) { try RejectedRowsFile(register: register).replace(with: []) }
        #expect(FileManager.default.fileExists(atPath: inTheWay))
    }

    @Test("a register on a disk that takes no writing is taken over and all is well, where no row is rejected")
    func readOnlyDisk() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/sổ.csv"
        let text = [Registers.heading, Registers.row()].joined(separator: "\r\n")
        try Data(text.utf8).write(to: URL(filePath: register))
        // So answers a disk that is mounted read-only, also where there is nothing to remove.
        let fault = FaultyDisk.Fault(suffix: ".rejected.csv", call: "unlink", times: -1, errno: EROFS)
        let told = try Program.run(
            ["import", register, "--database", folder.database, "--config", Checkout.config],
            environment: try FaultyDisk.environment(fault, prefix: folder.path)
        )
        #expect(told.code == 0 && told.output.contains("1 row read, 1 added"), "\(told.output)\(told.errors)")
        #expect(!told.errors.contains("cannot be written"), "\(told.errors)")
    }

    @Test("every defect has a remedy in Vietnamese and, after a slash, in English")
    func remedies() throws {
        let day = try #require(LocalDate(iso8601: "2018-06-20"))
        let cells = RegisterColumn.allCases.flatMap { column in
            [RowDefect.cell(column, .invalidValue), .cell(column, .tooLong), .cell(column, .outOfRange)]
        }
        let others: [RowDefect] = [
            .cell(.phone, .noPhoneForSMS), .refused(.calendarUnknown(year: 2019)), .refused(.noOfficeTime),
            .refused(.regimeNotInForce(on: day)),
            .broken(.brokenQuotes), .broken(.notUTF8), .broken(.tooLong),
            .cellCount(12, expected: 11), .cell(.commune, .ambiguousCommune), .knownElsewhere("binh-an"),
        ]
        for defect in cells + others {
            let halves = defect.remedy.split(separator: " / ")
            #expect(halves.count == 2 && halves.allSatisfy { $0.hasSuffix(".") }, "\(defect)")
        }
    }
}
