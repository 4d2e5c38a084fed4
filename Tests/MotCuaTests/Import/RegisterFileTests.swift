import Foundation
import SwiftCSV
import Testing

@testable import motcua

struct RegisterFileTests {
    private func failure(_ bytes: [UInt8]) -> String? {
        do throws(CommandFailure) {
            _ = try RegisterFile(bytes, name: "sổ.csv")
            return nil
        } catch {
            return error.description
        }
    }

    private func failure(_ text: String) -> String? { failure(Array(text.utf8)) }

    @Test("files that are no register are refused with what is wrong")
    func noRegister() {
        #expect(failure("")?.hasPrefix("sổ.csv is empty.") == true)
        #expect(failure("\u{FEFF}\r\n \r\n")?.hasPrefix("sổ.csv is empty.") == true)
        #expect(failure(Registers.heading.replacing("phone", with: "điện thoại"))?.contains("\"điện thoại\"") == true)
        #expect(
            failure(Registers.heading.replacing("phone,address,", with: "address,"))?
                .hasPrefix("sổ.csv lacks the columns phone.") == true
        )
        #expect(failure(Registers.heading + ",phone")?.hasPrefix("sổ.csv has a column twice.") == true)
        // The first bytes of a workbook, and of a text in UTF-16.
        for binary: [UInt8] in [[0x50, 0x4B, 3, 4, 0, 0], [0xFF, 0xFE, 0x72, 0]] {
            #expect(failure(binary)?.contains("save it as CSV UTF-8") == true)
        }
        #expect(failure("\"receivedAt,procedureCode")?.contains("save it as CSV UTF-8") == true)
    }

    @Test("a register without its heading says so, and tells nothing of the person in its first line")
    func noHeading() throws {
        let told = try #require(failure(Registers.row()))
        #expect(told.contains("has no heading") && told.contains("không có dòng tiêu đề"), "\(told)")
        for cell in ["Nguyễn", "049085001234", "0905123456", "Hà Lam"] { #expect(!told.contains(cell), "\(told)") }
    }

    @Test(
        "the column of the commune may be there, headed as clerks head it",
        arguments: [
            "commune", "Xã", " XÃ ", "Xa\u{303}", "Xã/thị trấn", "Xã / Thị trấn", "xã/phường/thị trấn", "Địa bàn",
            "Xã/phường",
        ]
    )
    func communeColumn(heading: String) throws {
        let file = try Registers.communes([[.commune: "Bình Minh"], [:]], heading: heading)
        let cells = try file.rows.map { try $0.cells.get() }
        #expect(cells.map { $0[.commune] } == ["Bình Minh", ""])
        #expect(cells.map { $0[.applicantName] } == ["Nguyễn Văn An", "Nguyễn Văn An"])
    }

    @Test("in a register without it every row names no commune")
    func noCommuneColumn() throws {
        let cells = try Registers.file(Registers.row()).rows.map { try $0.cells.get() }
        #expect(cells.map { $0[.commune] } == [""])
    }

    @Test("a register with a column for the commune has a cell for it in each row, and one such column")
    func communeCells() throws {
        let text = "\(Registers.heading),Địa bàn\n\(Registers.row())\n\(Registers.row()),Bình Minh\n"
        let rows = try RegisterFile(Array(text.utf8), name: "sổ").rows
        #expect(rows[0].cells == .failure(.cellCount(11, expected: 12)))
        let cells = try rows[1].cells.get()
        #expect(cells[.commune] == "Bình Minh")
        #expect(failure(Registers.heading + ",Xã,Địa bàn")?.hasPrefix("sổ.csv has a column twice.") == true)
        #expect(failure(Registers.heading + ",Huyện")?.contains("\"Huyện\"") == true)
    }

    @Test("a file that is not there is named, and so is a folder, a device or a pipe, which nobody waits for")
    func noFile() throws {
        #expect(throws: CommandFailure.self) { try RegisterFile(path: "/nonexistent/sổ.csv") }
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/pipe.csv"
        try #require(mkfifo(pipe, 0o600) == 0)
        for path in [folder.path, "/dev/zero", pipe] {
            let failure = #expect(throws: CommandFailure.self) { try RegisterFile(path: path) }
            #expect(failure?.description.contains("\(path) is no ordinary file") == true)
            #expect(failure?.description.contains("không phải là tệp thường") == true)
        }
    }

    @Test("a register without rows is one", arguments: ["", "\r\n", "\n\n"])
    func noRows(end: String) throws {
        #expect(try RegisterFile(Array((Registers.heading + end).utf8), name: "sổ").rows.isEmpty)
    }

    @Test("byte order mark, line ends, blank lines and semicolons are understood", arguments: ["\r\n", "\n", "\r"])
    func shapes(lineEnd: String) throws {
        let rows = [Registers.heading, "", Registers.row(), ",,,,,,,,,,", Registers.row([.phone: ""])]
        let text = "\u{FEFF}" + rows.joined(separator: lineEnd)
        let commas = try RegisterFile(Array(text.utf8), name: "sổ")
        #expect(commas.rows.map(\.line) == [3, 5])
        #expect(try commas.rows.map { try $0.cells.get()[.phone] } == ["0905123456", ""])
        let semicolons = try RegisterFile(Array(text.replacing(",", with: ";").utf8), name: "sổ")
        #expect(try semicolons.rows.map { try $0.cells.get() } == commas.rows.map { try $0.cells.get() })
    }

    @Test("quotes hold separators, quotes and line breaks, and lines are counted through them")
    func quotes() throws {
        let address = "\"Tổ 5, \"\"xóm Đình\"\"\r\nxã Bình Đào\""
        let file = try Registers.file(Registers.row([.address: address]), Registers.row())
        #expect(file.rows.map(\.line) == [2, 4])
        #expect(try file.rows[0].cells.get()[.address] == "Tổ 5, \"xóm Đình\"\r\nxã Bình Đào")
    }

    @Test("a row with broken quotes costs its own line only")
    func brokenQuotes() throws {
        let open = Registers.row([.address: "\"Tổ 5"])
        let tail = Registers.row([.address: "\"Tổ 5\" xã Bình Đào"])
        let file = try Registers.file(open, Registers.row(), tail, Registers.row([.subject: "Quán \"Hà Lam\""]), open)
        #expect(file.rows.map(\.line) == [2, 3, 4, 5, 6])
        let broken = file.rows.map { $0.cells == .failure(.broken(.brokenQuotes)) }
        #expect(broken == [true, false, true, false, true])
        #expect(file.rows[0].excerpt == open)
        #expect(try file.rows[3].cells.get()[.subject] == "Quán \"Hà Lam\"")
    }

    @Test("a row with too few or too many cells, or bytes that are no text, costs itself only")
    func brokenRows() throws {
        let many = Registers.row([.address: "Tổ 5, xã Bình Đào"])
        var bytes = Array("\(Registers.heading)\n\(many)\nthiếu\n".utf8)
        // Windows-1258 writes `ế` in one byte.
        bytes += Array(Registers.row().utf8).map { $0 == 0x41 ? 0xEA : $0 } + [0x0A]
        bytes += Array(Registers.row().utf8)
        let rows = try RegisterFile(bytes, name: "sổ").rows
        #expect(rows.map(\.line) == [2, 3, 4, 5])
        let defects = rows.map { row -> RowDefect? in
            if case .failure(let defect) = row.cells { defect } else { nil }
        }
        #expect(defects == [.cellCount(12, expected: 11), .cellCount(1, expected: 11), .broken(.notUTF8), nil])
    }

    @Test("a huge cell is refused and the next row is read", arguments: ["", "\""])
    func hugeCell(quote: String) throws {
        let huge = quote + String(repeating: "a", count: CSVReader.maximumRowLength) + quote
        let rows = try Registers.file(Registers.row([.address: huge]), Registers.row()).rows
        #expect(rows.map(\.line) == [2, 3])
        #expect(rows[0].cells == .failure(.broken(.tooLong)))
        #expect(rows[0].excerpt.utf8.count == 500)
        #expect(throws: Never.self) { try rows[1].cells.get() }
    }

    @Test("another reader finds the same cells in the register of January 2022")
    func otherReader() throws {
        let rows = try JanuaryRegister.file().rows
        let text = String(decoding: try JanuaryRegister.bytes(), as: UTF8.self)
        let other = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false).rows
        #expect(rows.count == 1_200)
        #expect(rows.map(\.line) == Array(2...1_201))
        // The other one drops blanks at the beginning of a cell.
        let cells = try rows.map { row in
            let cells = try row.cells.get()
            return RegisterColumn.required.map { column in String(cells[column].drop { $0 == " " }) }
        }
        #expect(cells == other)
    }
}
