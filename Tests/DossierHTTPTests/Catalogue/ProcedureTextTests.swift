import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Procedures as the catalogue shows them")
struct ProcedureTextTests {
    private func procedure(limit: Limit) throws -> Procedure {
        let halfHour = try #require(WorkingTime(seconds: 1_800))
        let decide = NextSteps.byOutcome([
            OutcomeBranch(outcome: "approved", steps: ["pay"]),
            OutcomeBranch(outcome: "rejected", steps: ["hand-over"]),
        ])
        let route = try Route(steps: [
            Step(
                id: "intake",
                name: "Tiếp nhận",
                performer: .unit("BPMC-H"),
                workingTime: halfHour,
                next: .all(["sign"])
            ),
            Step(id: "sign", name: "Ký", performer: .unit("TCKH"), workingTime: .hours(6), next: decide),
            Step(id: "pay", name: "Nộp thuế", performer: .citizen, workingTime: .zero, next: .all(["hand-over"])),
            Step(id: "hand-over", name: "Trả", performer: .unit("BPMC-H"), workingTime: .hours(2), next: .end),
        ])
        return Procedure(
            code: "1.001612",
            version: 1,
            effectiveFrom: try #require(LocalDate(year: 2018, month: 6, day: 21)),
            name: "Hộ kinh doanh",
            field: "Kinh doanh",
            level: "huyện",
            limit: limit,
            supplementMode: .pause,
            isInterlinked: true,
            fee: "100.000 đ",
            documents: [RequiredDocument(name: "Đơn", form: .original, quantity: 2, isOptional: false)],
            route: route
        )
    }

    private func text(_ limit: Limit) throws -> String {
        var writer = JSONWriter()
        ProcedureText.write(try procedure(limit: limit), to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("a procedure is written whole and in the document's order")
    func whole() throws {
        let wanted =
            #"{"code":"1.001612","version":1,"effectiveFrom":"2018-06-21","name":"Hộ kinh doanh","#
            + #""field":"Kinh doanh","level":"huyện","interlinked":true,"limit":{"workingDays":3},"#
            + #""supplementMode":"pause","fee":"100.000 đ","#
            + #""documents":[{"name":"Đơn","form":"original","quantity":2,"optional":false}],"route":["#
            + #"{"id":"intake","name":"Tiếp nhận","unit":"BPMC-H","hours":0.5,"#
            + #""next":[{"outcome":null,"steps":["sign"]}]},"#
            + #"{"id":"sign","name":"Ký","unit":"TCKH","hours":6,"#
            + #""next":[{"outcome":"approved","steps":["pay"]},{"outcome":"rejected","steps":["hand-over"]}]},"#
            + #"{"id":"pay","name":"Nộp thuế","unit":null,"hours":0,"next":[{"outcome":null,"steps":["hand-over"]}]},"#
            + #"{"id":"hand-over","name":"Trả","unit":"BPMC-H","hours":2,"next":[]}]}"#
        #expect(try text(.workingDays(3)) == wanted)
    }

    @Test("every kind of limit has a form of its own")
    func limits() throws {
        let quarters = try #require(WorkingTime(seconds: 9_900))
        #expect(try text(.workingHours(quarters)).contains(#""limit":{"workingHours":2.75}"#))
        #expect(try text(.wholeDays(15)).contains(#""limit":{"wholeDays":15}"#))
        #expect(try text(.calendarDays(20)).contains(#""limit":{"calendarDays":20}"#))
        let cutoff = try #require(TimeOfDay(hour: 15, minute: 0))
        #expect(try text(.sameDay(cutoff: cutoff)).contains(#""limit":{"sameDay":{"cutoff":"15:00"}}"#))
    }
}
