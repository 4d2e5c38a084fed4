import DossierDomain
import DossierStoreSQLite
import HTTPTypes
import Synchronization
import Testing

@testable import DossierEngine
@testable import motcua

/// The control sheet and the explained date as staff see them over HTTP.
struct LedgerScenarioTests {
    @Test("a return, a pause and the tax office's hours stand on the control sheet, and its totals agree")
    func business() async throws {
        try await OneStop.open { service in
            let code = try await businessStory(service)
            try await service.clock(to: "2022-01-12T10:30:00+07:00")
            let answer = try await service.staff("desk").get("/dossiers/\(code)/ledger")
            #expect(answer.status == 200, "\(answer.text)")

            // Wed 5:10, Thu 5 h, Mon 2 h, Tue 8 h, Wed 2 h; paused Thu 3 h, Fri 8 h, Mon 6 h; due Wednesday 11:20.
            #expect(answer.at("clock.allowedSeconds") == .integer(86_400))
            #expect(answer.at("clock.usedSeconds") == .integer(79_800))
            #expect(answer.at("clock.pausedSeconds") == .integer(61_200))
            #expect(answer.at("clock.leftSeconds") == .integer(6_600))
            #expect(answer.string("clock.dueAt") == "2022-01-12T11:20:00+07:00")
            #expect(answer.string("clock.verdict") == "onTime")
            #expect(
                try lines(of: answer) == [
                    "intake BPMC-H 2400/7200 onTime completed –>desk",
                    "appraise TCKH 12600/28800 early completed desk>officer.TCKH",
                    "issue-tax-code THUE 10800/21600 onTime returned officer.TCKH>officer.THUE",
                    "appraise TCKH 30600/28800 late completed officer.THUE>officer.TCKH",
                    "issue-tax-code THUE 14400/21600 early completed officer.TCKH>officer.THUE",
                    "sign TCKH 9000/21600 onTime completed officer.THUE>officer.TCKH",
                    "hand-over BPMC-H 3600/7200 – – officer.TCKH>–",
                ]
            )
            let shares = try #require(answer.at("attribution")?.array)
            #expect(shares.compactMap { $0["seconds"]?.number } == [2_400, 52_200, 25_200])
            let units = try #require(answer.at("units")?.array)
            #expect(units.compactMap { $0["overSeconds"]?.number } == [0, 1_800, 0])
            #expect(units.compactMap { $0["unitName"]?.string }.count == 3)
            let waits = try #require(answer.at("citizenWaits")?.array)
            #expect(waits.map { $0["askedBy"]?.string } == ["officer.TCKH"])
            #expect(answer.at("index.onTime") == .bool(true))
            #expect(answer.string("index.ground") == "finished")
            #expect(answer.at("index.supplementSeconds") == .integer(61_200))
        }
    }

    @Test("the control sheet names no applicant, and only those who may see the dossier may see it")
    func privacy() async throws {
        try await OneStop.open { service in
            let code = try await businessStory(service)
            for page in ["ledger", "deadline"] {
                let path = "/dossiers/\(code)/\(page)"
                let shown = try await service.staff("officer.THUE").get(path)
                #expect(shown.status == 200, "\(shown.text)")
                for word in ["Nguyễn", "0905123456", "049085001234", "tạp hóa", "Bản sao CCCD"] {
                    #expect(!shown.text.contains(word), "\(page) tells \(word)")
                }
                #expect(try await service.staff("leader").get(path).status == 200)
                #expect(try await service.staff("officer.CA").get(path).string("code") == "forbidden")
                #expect(try await service.staff("admin").get(path).string("code") == "forbidden")
                #expect(try await service.send(.get, "/api/v1" + path).status == 401)
                let unknown = try await service.staff("desk").get("/dossiers/000.00.15.H47-220105-0999/\(page)")
                #expect(unknown.string("code") == "dossier-not-found")
                #expect(try await service.staff("desk").get(path + "?limit=3").string("code") == "invalid-request")
            }
        }
    }

    @Test("a date over Tết is explained in Vietnamese, and in English to who asks for it")
    func newYear() async throws {
        try await OneStop.open(at: "2022-01-28T16:40+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let answer = try await desk.get("/dossiers/\(code)/deadline")

            #expect(answer.headers[.contentLanguage] == "vi")
            #expect(
                texts(of: answer) == [
                    "Hồ sơ được tiếp nhận lúc 16:40 thứ Sáu, 28/01/2022.",
                    "Thời hạn giải quyết: 3 ngày làm việc, mỗi ngày tính 8 giờ làm việc.",
                    "Thứ Sáu, 28/01/2022: tính 20 phút (16:40-17:00).",
                    "Từ thứ Bảy, 29/01/2022 đến Chủ nhật, 06/02/2022 không tính, 9 ngày: Tết Nguyên Đán.",
                    "Từ thứ Hai, 07/02/2022 đến thứ Ba, 08/02/2022: 2 ngày làm việc, mỗi ngày tính 8 giờ.",
                    "Thứ Tư, 09/02/2022: tính 7 giờ 40 phút (07:30-11:30, 13:00-16:40).",
                    "Cộng lại: 24 giờ làm việc.",
                    "Ngày hẹn trả kết quả: 16:40 thứ Tư, 09/02/2022.",
                ]
            )
            #expect(answer.string("dueAt") == "2022-02-09T16:40:00+07:00")
            let days = try #require(answer.at("phases")?.array?.first?["days"]?.array)
            #expect(days.count == 13)
            #expect(days.filter { $0["closure"]?.string == "Tết Nguyên Đán" }.count == 9)
            #expect(days.compactMap { $0["seconds"]?.number }.reduce(0, +) == 86_400)

            let english = try await service.send(
                .get,
                "/api/v1/dossiers/\(code)/deadline",
                token: desk.token,
                headers: [.acceptLanguage: "en"]
            )
            #expect(english.headers[.contentLanguage] == "en")
            #expect(texts(of: english).first == "The dossier was received at 16:40 on Friday 28/01/2022.")
            #expect(texts(of: english).last == "Appointment: 16:40 on Wednesday 09/02/2022.")
        }
    }

    @Test("whoever is received after hours before Tết, or given a new date then, is told of every day off")
    func afterHours() async throws {
        try await OneStop.open(at: "2022-01-28T17:30+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let kept = #"{"reason":"Thiếu người","newDueAt":"2022-02-15T10:00:00+07:00"}"#
            let apology = try await service.staff("leader").act("apologise", on: code, kept)
            #expect(apology.status == 200, "\(apology.text)")
            let closed = "Lúc đó đã hết giờ làm việc, nên thời gian được tính từ 07:30 thứ Hai, 07/02/2022."
            let skipped = "Từ thứ Bảy, 29/01/2022 đến Chủ nhật, 06/02/2022 không tính, 9 ngày: Tết Nguyên Đán."
            let lines = texts(of: try await desk.get("/dossiers/\(code)/deadline"))
            let told = try #require(lines.firstIndex { $0.hasPrefix("Lúc 17:30 thứ Sáu, 28/01/2022 cơ quan xin lỗi") })
            #expect(lines[1] == closed)
            #expect(Array(lines[(told + 1)...].prefix(2)) == [closed, skipped], "\(lines)")
        }
        try await OneStop.open(at: "2022-01-28T17:30+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            #expect(
                texts(of: try await desk.get("/dossiers/\(code)/deadline")) == [
                    "Hồ sơ được tiếp nhận lúc 17:30 thứ Sáu, 28/01/2022.",
                    "Lúc đó đã hết giờ làm việc, nên thời gian được tính từ 07:30 thứ Hai, 07/02/2022.",
                    "Thời hạn giải quyết: 3 ngày làm việc, mỗi ngày tính 8 giờ làm việc.",
                    "Từ thứ Bảy, 29/01/2022 đến Chủ nhật, 06/02/2022 không tính, 9 ngày: Tết Nguyên Đán.",
                    "Từ thứ Hai, 07/02/2022 đến thứ Tư, 09/02/2022: 3 ngày làm việc, mỗi ngày tính 8 giờ.",
                    "Cộng lại: 24 giờ làm việc.",
                    "Thời hạn hết đúng lúc cơ quan đóng cửa, nên hẹn vào đầu buổi làm việc kế tiếp, "
                        + "07:30 thứ Năm, 10/02/2022.",
                    "Ngày hẹn trả kết quả: 07:30 thứ Năm, 10/02/2022.",
                ]
            )
        }
    }

    /// How the appointment of a dossier received on Wednesday 05/01/2022 at 10:20 is explained under a limit.
    private func explained(_ limit: String) async throws -> [String] {
        let config = try ConfigCopy()
        try config.replace("limit:\n  workingDays: 3", with: "limit:\n  \(limit)", in: "procedures/1.001612.yaml")
        let lines = Mutex<[String]>([])
        try await OneStop.open(config: config.file) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let answer = try await desk.get("/dossiers/\(code)/deadline")
            lines.withLock { $0 = texts(of: answer) }
        }
        return lines.withLock { $0 }
    }

    @Test("a term in days is explained by its days, numbered, and by no working time")
    func termInDays() async throws {
        #expect(
            try await explained("wholeDays: 3") == [
                "Hồ sơ được tiếp nhận lúc 10:20 thứ Tư, 05/01/2022.",
                "Thời hạn giải quyết: 3 ngày làm việc, không tính ngày bắt đầu, hẹn trả vào cuối giờ của ngày cuối "
                    + "cùng.",
                "Thứ Tư, 05/01/2022: ngày bắt đầu, không tính.",
                "Từ thứ Năm, 06/01/2022 đến thứ Sáu, 07/01/2022: từ ngày thứ 1 đến ngày thứ 2.",
                "Từ thứ Bảy, 08/01/2022 đến Chủ nhật, 09/01/2022 không tính, 2 ngày: nghỉ hằng tuần.",
                "Thứ Hai, 10/01/2022: ngày thứ 3.", "Ngày hẹn trả kết quả: 17:00 thứ Hai, 10/01/2022.",
            ]
        )
        #expect(
            try await explained("calendarDays: 25").dropFirst(2) == [
                "Thứ Tư, 05/01/2022: ngày bắt đầu, không tính.",
                "Từ thứ Năm, 06/01/2022 đến Chủ nhật, 30/01/2022: từ ngày thứ 1 đến ngày thứ 25.",
                "Từ thứ Hai, 31/01/2022 đến Chủ nhật, 06/02/2022 không tính, 7 ngày: Tết Nguyên Đán.",
                "Ngày thứ 25, Chủ nhật, 30/01/2022, là ngày nghỉ (Tết Nguyên Đán), nên hẹn sang ngày làm việc kế "
                    + "tiếp, 17:00 thứ Hai, 07/02/2022.",
                "Ngày hẹn trả kết quả: 17:00 thứ Hai, 07/02/2022.",
            ]
        )
    }

    @Test("a pause is told with what was left, and a receipt on a Saturday with its reason")
    func pauseInWords() async throws {
        try await OneStop.open(at: "2022-01-08T09:00+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            // Received on a Saturday: counted from Monday the 10th 07:30, due Thursday 07:30. Asked on Tuesday 10:20.
            try await service.clock(to: "2022-01-11T10:20:00+07:00")
            let asked = try await desk.act("request-supplement", on: code, #"{"items":["CCCD"],"reason":"Thiếu"}"#)
            #expect(asked.status == 200, "\(asked.text)")

            let paused = try await desk.get("/dossiers/\(code)/deadline")
            let lines = texts(of: paused)

            #expect(
                lines[1]
                    == "Hôm đó là ngày nghỉ (nghỉ hằng tuần), nên thời gian được tính từ 07:30 thứ Hai, 10/01/2022."
            )
            // 8 h on Monday and 2:50 on Tuesday are used, 13:10 left.
            #expect(
                lines.suffix(2) == [
                    "Lúc 10:20 thứ Ba, 11/01/2022 tạm dừng tính thời hạn để chờ bổ sung giấy tờ; "
                        + "còn lại 13 giờ 10 phút làm việc.",
                    "Đang tạm dừng tính thời hạn; ngày hẹn trước khi tạm dừng là 07:30 thứ Năm, 13/01/2022 "
                        + "và sẽ được tính lại khi hồ sơ được xử lý tiếp.",
                ]
            )
            #expect(paused.at("pause.leftSeconds") == .integer(47_400))
        }
    }

    @Test("a dossier filed online has an empty sheet and no date to explain")
    func online() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let filed = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            let code = try #require(filed.string("code"), "\(filed.text)")
            let ledger = try await desk.get("/dossiers/\(code)/ledger")
            #expect(ledger.at("clock") == .null)
            #expect(ledger.at("holdings")?.array?.isEmpty == true)
            #expect(ledger.string("index.ground") == "notReceived")
            let deadline = try await desk.get("/dossiers/\(code)/deadline")
            #expect(deadline.at("dueAt") == .null)
            #expect(texts(of: deadline) == ["Hồ sơ chưa được tiếp nhận nên chưa có ngày hẹn."])
        }
    }

    @Test("a history longer than one answer tells is refused, and none is told in part")
    func bound() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let store = service.server.workplace.store
            try await store.read { snapshot in
                let known = try #require(DossierCode(code))
                let stored = try #require(try snapshot.dossier(known))
                #expect(try EventHistory.events(of: stored.id, count: 1, in: snapshot).count == 1)
                #expect(throws: RequestRefusal.historyTooLong) {
                    try EventHistory.events(of: stored.id, count: EventHistory.maximumEvents + 1, in: snapshot)
                }
                // A store that has lost events must not be taken for a short history.
                #expect(throws: StoreError.self) { try EventHistory.events(of: stored.id, count: 3, in: snapshot) }
            }
        }
    }

    /// 1.001612, sent back by the tax office and paused for a supplement; hand-worked in `LedgerTests`.
    private func businessStory(_ service: OneStop) async throws -> String {
        let desk = try await service.staff("desk")
        let finance = try await service.staff("officer.TCKH")
        let tax = try await service.staff("officer.THUE")
        let code = try #require(try await desk.register("1.001612").string("code"))
        try await service.clock(to: "2022-01-05T11:00:00+07:00")
        try await desk.complete("intake", of: code)
        try await service.clock(to: "2022-01-05T16:00:00+07:00")
        try await finance.complete("appraise", of: code)
        try await service.clock(to: "2022-01-06T09:00:00+07:00")
        let back = #"{"stepId":"issue-tax-code","toStepId":"appraise","reason":"Thiếu ngành nghề"}"#
        try #require(try await tax.act("return-step", on: code, back).status == 200)
        try await service.clock(to: "2022-01-06T14:00:00+07:00")
        let items = #"{"items":["Bản sao CCCD"],"reason":"Bản chụp mờ"}"#
        try #require(try await finance.act("request-supplement", on: code, items).status == 200)
        try await service.clock(to: "2022-01-10T15:00:00+07:00")
        let papers = #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
        try #require(try await desk.act("receive-supplement", on: code, papers).status == 200)
        try await service.clock(to: "2022-01-11T10:30:00+07:00")
        try await finance.complete("appraise", of: code)
        try await service.clock(to: "2022-01-11T16:30:00+07:00")
        try await tax.complete("issue-tax-code", of: code)
        try await service.clock(to: "2022-01-12T09:30:00+07:00")
        try await finance.complete("sign", of: code)
        return code
    }

    /// Stretches as `step unit used/allowed verdict end giver>receiver`.
    private func lines(of answer: Answer) throws -> [String] {
        try #require(answer.at("holdings")?.array).map { holding in
            func text(_ name: String) -> String { holding[name]?.string ?? "–" }
            let clock = "\(holding["usedSeconds"]?.number ?? -1)/\(holding["allowedSeconds"]?.number ?? -1)"
            let people = text("givenBy") + ">" + text("receivedBy")
            return [text("stepId"), text("unit"), clock, text("verdict"), text("end"), people].joined(separator: " ")
        }
    }

    private func texts(of answer: Answer) -> [String] {
        answer.at("text")?.array?.compactMap(\.string) ?? []
    }
}

extension JSONValue {
    /// A whole number.
    fileprivate var number: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }
}
