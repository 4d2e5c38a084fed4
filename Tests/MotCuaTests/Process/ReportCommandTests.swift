import Foundation
import Testing

@testable import motcua

/// `motcua report` as its user types it.
@Suite(.serialized)
struct ReportCommandTests {
    private func report(
        _ arguments: [String],
        in folder: TemporaryFolder
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(["report"] + arguments + ["--database", folder.database, "--config", Checkout.config])
    }

    private static let january = ["--from", "2022-01-01", "--until", "2022-01-31"]

    @Test("the report is told beside a running server, as a table or as a file for a spreadsheet")
    func besideServer() async throws {
        let folder = try TemporaryFolder()
        let clock = ["--demo", "--clock", "2022-01-05T10:20+07:00"]
        let server = try await RunningServer.start(database: folder.database, arguments: clock)
        let desk = try await server.token("desk")
        for channel in ["desk", "online"] {
            let intake = Forms.intake("1.001612", channel: channel)
            #expect(await server.send("POST", "/api/v1/dossiers", json: intake, token: desk)?.status == 201)
        }

        let told = try report(Self.january, in: folder)
        #expect(told.code == 0, "\(told.errors)")
        let lines = told.output.split(separator: "\n").map(String.init)
        let title = "II.06a/VPCP/KSTT, 2022-01-01 – 2022-01-31"
        let moment = "tính đến / as of 2022-01-05T10:20:00+07:00"
        #expect(lines.first == "\(title), \(moment)")
        let total = try #require(lines.first { $0.hasPrefix("Tổng số (total)") }, "\(told.output)")
        let figures = total.split(separator: " ").compactMap { Int($0) }
        #expect(figures == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0], "the filing online is not accepted")
        #expect(lines.contains("2.1 Tỷ lệ đúng hạn, % / on time: 100.00"), "\(told.output)")
        #expect(lines.contains("2.2 Thời gian giải quyết trung bình, giờ / mean hours: –"), "\(told.output)")
        let source = lines.first { $0.hasPrefix("early: ") }
        #expect(source?.hasSuffix("(chưa kiểm chứng / unverified)") == true, "\(told.output)")

        let bounds = ["--unit", "BPMC-X", "--commune", "Bình Minh", "--procedure", "1.001612"]
        let narrowed = try report(Self.january + bounds, in: folder)
        #expect(narrowed.code == 0, "\(narrowed.errors)")
        let beginning = "\(title), BPMC-X, Bình Minh, 1.001612, \(moment)\n"
        #expect(narrowed.output.hasPrefix(beginning), "what it is bounded to stands above it: \(narrowed.output)")

        let file = folder.path + "/report.csv"
        let written = try report(Self.january + ["--csv", file], in: folder)
        #expect(written.code == 0 && written.output == "The report is in \(file).\n", "\(written.errors)")
        let bytes = try Data(contentsOf: URL(filePath: file))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
        let rows = text.split(separator: "\r\n").map(String.init)
        #expect(rows.count == 3 && rows[0].hasPrefix("(1) STT / no.,(2) Lĩnh vực / field,"), "\(rows)")
        #expect(rows[1].hasPrefix("1,Hộ kinh doanh,1,0,1,0,0,0,0,0,1,1,0,100.00,,1,0,0.00,"), "\(rows)")
        #expect(rows[2].hasPrefix(",Tổng số (total),1,0,1,0,0,0,0,0,1,1,0,"), "\(rows)")
        #expect(try report(Self.january + ["--csv", "-"], in: folder).output.hasSuffix(text))

        let again = try report(Self.january + ["--csv", file], in: folder)
        #expect(again.code == 1 && again.errors.contains("it is not overwritten"), "\(again.errors)")
        #expect(server.terminate() == 0)
    }

    @Test("what was typed wrong is told in both languages")
    func typedWrong() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { _ in }
        let typed: [([String], Int32, String, String)] = [
            (["--from", "2022-01-32", "--until", "2022-01-31"], 64, "--from 2022-01-32 is no date", "không phải ngày"),
            (["--from", "2022-02-01", "--until", "2022-01-31"], 64, "--until lies before --from.", "nằm trước --from"),
            (["--from", "2022-01-06", "--until", "2022-03-31"], 1, "The period has not begun", "chưa bắt đầu"),
            (Self.january + ["--unit", "NOWHERE"], 1, "There is no unit NOWHERE", "Không có đơn vị NOWHERE"),
            (Self.january + ["--commune", "ha-lam"], 1, "Name the unit with --unit.", "bằng --unit"),
            (Self.january + ["--procedure", "9.999999"], 1, "There is no procedure 9.999999.", "Không có thủ tục"),
        ]
        for (arguments, code, english, vietnamese) in typed {
            let told = try report(arguments, in: folder)
            #expect(told.code == code, "\(arguments): \(told.errors)")
            #expect(told.errors.contains(english) && told.errors.contains(vietnamese), "\(told.errors)")
        }
    }
}
