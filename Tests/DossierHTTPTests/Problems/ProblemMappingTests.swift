import DossierDomain
import DossierEngine
import Hummingbird
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("What the program throws and what a client is told")
struct ProblemMappingTests {
    private let mapping = ProblemMapping(
        statusName: { "trạng thái \($0.rawValue)" },
        unitName: { "đơn vị \($0)" }
    )

    private static let newYear = LocalDateTime(Instant(milliseconds: 0)).date

    /// One of each refusal of the domain, with the status of design.md §4 and the list of codes.
    static let rejections: [(rejection: DossierRejection, status: Int)] = [
        (.forbidden(Denial(.desk)), 403), (.assignedToOther("sign"), 403), (.supplementNeedsHead, 403),
        (.wrongStatus(.handedOver), 409), (.unknownStep("x"), 422), (.stepNotActive("sign"), 409),
        (.unknownOutcome(allowed: []), 422), (.denialNeedsReason, 422), (.paymentStep("pay"), 409),
        (.handOverOnly, 409), (.apologyRequired, 409), (.returnTargetInvalid("x"), 422), (.assigneeInvalid, 422),
        (.reappointmentExhausted, 409), (.newDueDateInvalid(after: Instant(seconds: 0), latest: nil), 422),
        (.voidOnlySameDay, 409),
        (.calendarUnknown(year: 2031), 422), (.noOfficeTime, 422), (.regimeNotInForce(on: newYear), 422),
    ]

    @Test("a refusal of the domain keeps its code and has its status", arguments: rejections)
    func rejection(_ row: (rejection: DossierRejection, status: Int)) throws {
        let problem = try #require(mapping.problem(for: row.rejection, at: "/"))
        #expect(problem.code.rawValue == row.rejection.code)
        #expect(problem.code.status.code == row.status)
    }

    @Test("a refusal tells the values of its sentence")
    func values() throws {
        let status = try #require(mapping.problem(for: DossierRejection.wrongStatus(.handedOver), at: "/"))
        #expect(status.values == ["status": "trạng thái 10"])
        let outcome = DossierRejection.unknownOutcome(allowed: ["approved", "rejected"])
        #expect(mapping.problem(for: outcome, at: "/")?.values == ["allowed": "approved, rejected"])
        let none = DossierRejection.unknownOutcome(allowed: [])
        #expect(mapping.problem(for: none, at: "/")?.values == ["allowed": "–"])
        #expect(mapping.problem(for: DossierRejection.calendarUnknown(year: 2031), at: "/")?.values == ["year": "2031"])
        let gap = DossierRejection.regimeNotInForce(on: Self.newYear)
        #expect(mapping.problem(for: gap, at: "/")?.values == ["date": "1970-01-01"])
    }

    /// Refusals of what stands in an action's body, with the field.
    static let blamed: [(rejection: DossierRejection, field: FieldError)] = [
        (.unknownStep("x"), FieldError("stepId", .invalidValue)),
        (.unknownStep("x", isTarget: true), FieldError("toStepId", .invalidValue)),
        (.unknownOutcome(allowed: []), FieldError("outcome", .invalidValue)),
        (.denialNeedsReason, FieldError("result.reason", .required)),
        (.returnTargetInvalid("x"), FieldError("toStepId", .invalidValue)),
        (.assigneeInvalid, FieldError("assignee", .invalidValue)),
        (.newDueDateInvalid(after: Instant(seconds: 0), latest: nil), FieldError("newDueAt", .outOfRange)),
        (.newDueDateTooEarly(earliest: Instant(seconds: 0)), FieldError("newDueAt", .outOfRange)),
    ]

    @Test("a refusal of what stands in a body names the field", arguments: blamed)
    func field(_ row: (rejection: DossierRejection, field: FieldError)) throws {
        let problem = try #require(mapping.problem(for: row.rejection, at: "/"))
        #expect(problem.fields == [row.field])
    }

    @Test("a refusal whose cause is the dossier or the actor names no field")
    func noField() throws {
        for rejection in [DossierRejection.stepNotActive("sign"), .wrongStatus(.handedOver), .supplementNeedsHead] {
            let problem = try #require(mapping.problem(for: rejection, at: "/"))
            #expect(problem.fields == [])
        }
    }

    @Test("whoever may not do a thing is told the rule and who may, each with the names of its unit and step")
    func rules() throws {
        let place = UnitPlace(unit: "TCKH", commune: nil)
        let denial = Denial(.separationOfDuties, unit: place, step: "Thẩm định")
        let problem = try #require(mapping.problem(for: DossierRejection.forbidden(denial), at: "/"))
        #expect(problem.rule == .separationOfDuties)
        #expect(problem.values == ["unit": "đơn vị TCKH", "step": "Thẩm định"])
        #expect(mapping.problem(for: DossierRejection.assignedToOther("sign"), at: "/")?.rule == .assignee)
        #expect(mapping.problem(for: DossierRejection.supplementNeedsHead, at: "/")?.rule == .secondSupplement)
        #expect(mapping.problem(for: RequestRefusal.passwordChangeRequired, at: "/")?.rule == .ownPassword)
        #expect(mapping.problem(for: RequestRefusal.keyScope([.read]), at: "/")?.rule == .keyScope)
        #expect(mapping.problem(for: DossierRejection.denialNeedsReason, at: "/")?.rule == nil)
        let answer = ProblemAnswer(wording: Wording.telling)
        let body = String(decoding: answer.body(of: problem, in: .english), as: UTF8.self)
        #expect(body.contains(#""rule":"separation-of-duties""#))
        #expect(body.contains("en who: đơn vị TCKH, Thẩm định"))
    }

    @Test("a full queue and a store that fails are told apart; damage is a fault")
    func storeErrors() {
        #expect(mapping.problem(for: StoreError(.busy, ""), at: "/") == Problem(.busy, retryAfterSeconds: 1))
        let unavailable = Problem(.storageUnavailable, retryAfterSeconds: 5)
        #expect(mapping.problem(for: StoreError(.unavailable, ""), at: "/") == unavailable)
        #expect(mapping.problem(for: StoreError(.damaged, ""), at: "/") == nil)
        #expect(mapping.problem(for: StoreError(.unsuitable, ""), at: "/") == nil)
    }

    @Test("the server's own refusals get codes too")
    func serverErrors() {
        #expect(mapping.problem(for: HTTPError(.contentTooLarge), at: "/")?.code == .bodyTooLarge)
        #expect(mapping.problem(for: HTTPError(.badRequest), at: "/")?.code == .malformedRequest)
        #expect(mapping.problem(for: HTTPError(.notFound), at: "/x")?.code == .notFound)
        #expect(mapping.problem(for: HTTPError(.badGateway), at: "/x") == nil)
    }

    @Test("a refusal names a hundred fields at most")
    func fieldsAreBounded() {
        let fields = (0..<200).map { FieldError("field\($0)", .unknownField) }
        #expect(mapping.problem(for: RequestRefusal.invalidFields(fields), at: "/")?.fields.count == 100)
    }

    @Test("the sentence has the values in place of its words in braces, and values are not filled again")
    func sentences() {
        let answer = ProblemAnswer(wording: Wording.telling)
        let problem = Problem(.wrongStatus, values: ["status": "{year}", "year": "2022"])
        let body = String(decoding: answer.body(of: problem, in: .english), as: UTF8.self)
        #expect(body.contains(#""detail":"en {year}|{allowed}|2022|{incident}|{who}""#))
    }

    @Test("every placeholder that a refusal fills is declared for its code")
    func placeholders() {
        #expect(ProblemCode.wrongStatus.placeholders == ["status"])
        #expect(ProblemCode.unknownOutcome.placeholders == ["allowed"])
        #expect(ProblemCode.calendarUnknown.placeholders == ["year"])
        #expect(ProblemCode.newDueDateInvalid.placeholders == ["after", "latest"])
        #expect(ProblemCode.newDueDateTooEarly.placeholders == ["earliest"])
        #expect(ProblemCode.regimeNotInForce.placeholders == ["date"])
        #expect(ProblemCode.internalFault.placeholders == ["incident"])
        #expect(ProblemCode.keyScope.placeholders == ["scopes"])
        #expect(ProblemCode.forbidden.placeholders == ["who"])
        #expect(ProblemCode.allCases.filter { !$0.placeholders.isEmpty }.count == 9)
    }
}
