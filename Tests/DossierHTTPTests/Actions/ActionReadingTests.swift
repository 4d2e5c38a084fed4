import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Bodies of actions")
struct ActionReadingTests {
    private func read(_ operation: Operation, _ text: String) throws -> (action: DossierAction?, errors: [FieldError]) {
        let value = try JSONParser.parse(Array(text.utf8))
        let (action, errors) = try RequestReader.collect(value) { ActionReading.action(operation, &$0) }
        return (action, errors)
    }

    /// A right body of every action, from design.md §4, with the name of the action it makes.
    static let bodies: [(operation: DossierHTTP.Operation, body: String)] = [
        (.acceptDossier, "{}"), (.refuseDossier, #"{"reason":"Không thuộc địa bàn"}"#),
        (.completeStep, #"{"stepId":"sign","outcome":null,"note":"Hợp lệ","result":{"kind":"granted"}}"#),
        (.returnStep, #"{"stepId":"sign","toStepId":"appraise","reason":"Sai mã ngành"}"#),
        (.assignStep, #"{"stepId":"sign","assignee":"officer.TCKH"}"#),
        (.requestSupplement, #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#),
        (.receiveSupplement, #"{"documents":[{"name":"Bản sao CCCD","form":"photocopy"}]}"#),
        (.requestPayment, #"{"amountInDong":100000,"reason":"Lệ phí"}"#),
        (.confirmPayment, #"{"reference":"BL-2022-000123"}"#), (.withdrawDossier, #"{"reason":"Không còn nhu cầu"}"#),
        (.stopDossier, #"{"reason":"Hết hạn bổ sung"}"#),
        (.apologise, #"{"reason":"Mất điện","newDueAt":"2022-01-12T10:20+07:00"}"#),
        (.handOver, #"{"receivedBy":"Nguyễn Văn An"}"#),
        (.correctDossier, #"{"fields":{"phone":"0905123465"},"reason":"Ghi nhầm"}"#),
        (.voidDossier, #"{"reason":"Nhập trùng"}"#), (.renewPIN, "{}"),
    ]

    @Test("the right body of every action makes that action", arguments: bodies)
    func rightBodies(_ row: (operation: DossierHTTP.Operation, body: String)) throws {
        let (action, errors) = try read(row.operation, row.body)
        #expect(errors.isEmpty)
        #expect(action?.name == row.operation.actionName)
    }

    @Test("no action takes a field that it does not know", arguments: bodies)
    func unknownField(_ row: (operation: DossierHTTP.Operation, body: String)) throws {
        let body = row.body.dropLast() + (row.body == "{}" ? "" : ",") + #""extra":1}"#
        #expect(try read(row.operation, String(body)).errors == [FieldError("extra", .unknownField)])
    }

    @Test("an action whose fields are missing names all of them")
    func missingFields() throws {
        let wanted: [(DossierHTTP.Operation, [String])] = [
            (.refuseDossier, ["reason"]), (.completeStep, ["stepId"]),
            (.returnStep, ["stepId", "toStepId", "reason"]), (.assignStep, ["stepId", "assignee"]),
            (.requestSupplement, ["items", "reason"]), (.receiveSupplement, ["documents"]),
            (.requestPayment, ["amountInDong", "reason"]), (.confirmPayment, ["reference"]),
            (.apologise, ["reason", "newDueAt"]), (.handOver, ["receivedBy"]),
            (.correctDossier, ["fields", "reason"]),
        ]
        for (operation, fields) in wanted {
            #expect(try read(operation, "{}").errors == fields.map { FieldError($0, .required) }, "\(operation)")
        }
    }

    @Test("a completion carries outcome, note, result and the leader's reason, cleaned")
    func completion() throws {
        let body = """
            {"stepId":"sign","outcome":"rejected","note":" Hồ  sơ ","reason":"Mất điện",
             "result":{"kind":"denied","number":"12/QĐ","reason":"Bị cấm"}}
            """
        guard case .completeStep(let request) = try read(.completeStep, body).action else {
            Issue.record("no completion")
            return
        }
        #expect(request.step == "sign")
        #expect(request.outcome == "rejected")
        #expect(request.note == "Hồ sơ")
        #expect(request.result == .denied)
        #expect(request.resultNumber == "12/QĐ")
        #expect(request.resultReason == "Bị cấm")
        #expect(request.overrideReason == "Mất điện")
    }

    @Test("a result without its kind, and of an unknown kind, is refused by its path")
    func resultKind() throws {
        let missing = try read(.completeStep, #"{"stepId":"sign","result":{}}"#)
        #expect(missing.errors == [FieldError("result.kind", .required)])
        let unknown = try read(.completeStep, #"{"stepId":"sign","result":{"kind":"maybe"}}"#)
        #expect(unknown.errors == [FieldError("result.kind", .invalidValue)])
    }

    @Test("an assignee is known by his name in any case")
    func assignee() throws {
        guard case .assign(_, let username) = try read(.assignStep, #"{"stepId":"a","assignee":"Officer.TCKH"}"#).action
        else {
            Issue.record("no assignment")
            return
        }
        #expect(username == "officer.tckh")
    }

    @Test("a supplement request names one paper at least and twenty at most, each with words")
    func supplementItems() throws {
        let none = try read(.requestSupplement, #"{"items":[],"reason":"Thiếu"}"#)
        #expect(none.errors == [FieldError("items", .tooShort)])
        let number = try read(.requestSupplement, #"{"items":[1],"reason":"Thiếu"}"#)
        #expect(number.errors == [FieldError("items[0]", .wrongType)])
        let blank = try read(.requestSupplement, #"{"items":["CCCD"," "],"reason":"Thiếu"}"#)
        #expect(blank.errors == [FieldError("items[1]", .blank)])
        let many = Array(repeating: "\"a\"", count: 21).joined(separator: ",")
        let tooMany = try read(.requestSupplement, "{\"items\":[\(many)],\"reason\":\"Thiếu\"}")
        #expect(tooMany.errors == [FieldError("items", .tooMany)])
    }

    @Test("papers brought are judged like those of an intake")
    func supplementDocuments() throws {
        let body = #"{"documents":[{"name":"CCCD","form":"fax","quantity":0}]}"#
        let wanted = [FieldError("documents[0].form", .invalidValue), FieldError("documents[0].quantity", .outOfRange)]
        #expect(try read(.receiveSupplement, body).errors == wanted)
        #expect(try read(.receiveSupplement, #"{"documents":[]}"#).errors == [FieldError("documents", .tooShort)])
    }

    @Test("an amount is a whole number of đồng from 1 to a thousand billion", arguments: ["0", "-1", "1000000000001"])
    func amounts(typed: String) throws {
        let body = "{\"amountInDong\":\(typed),\"reason\":\"Lệ phí\"}"
        #expect(try read(.requestPayment, body).errors == [FieldError("amountInDong", .outOfRange)])
    }

    @Test("a correction mends what it names, clears what is null, and leaves the rest")
    func correction() throws {
        let body = #"{"fields":{"name":"Trần Văn An","phone":null,"subject":"Tạp hóa"},"reason":"Ghi nhầm"}"#
        guard case .correct(let correction, "Ghi nhầm") = try read(.correctDossier, body).action else {
            Issue.record("no correction")
            return
        }
        #expect(correction.person.name == "Trần Văn An")
        #expect(correction.person.phone == "")
        #expect(correction.person.email == nil)
        #expect(correction.subject == "Tạp hóa")
    }

    @Test("a correction names something, and clears nothing that a dossier must have")
    func emptyCorrection() throws {
        let empty = try read(.correctDossier, #"{"fields":{},"reason":"Ghi nhầm"}"#)
        #expect(empty.errors == [FieldError("fields", .tooShort)])
        let unknown = try read(.correctDossier, #"{"fields":{"foo":1},"reason":"Ghi nhầm"}"#)
        #expect(unknown.errors == [FieldError("fields.foo", .unknownField)])
        let cleared = try read(.correctDossier, #"{"fields":{"name":null,"kind":null,"subject":null},"reason":"x"}"#)
        let wanted = ["kind", "name", "subject"].map { FieldError("fields." + $0, .required) }
        #expect(cleared.errors == wanted)
    }

    /// The correction that a body of fields asks for.
    private func mending(_ fields: String) throws -> ApplicantCorrection? {
        let (action, errors) = try read(.correctDossier, #"{"fields":\#(fields),"reason":"Theo ý dân"}"#)
        #expect(errors == [], "\(fields)")
        guard case .correct(let correction, _) = action else { return nil }
        return correction
    }

    @Test("a correction mends the submitter as it does the applicant, takes him away by null, and says what texts are")
    func submitterAndTexts() throws {
        let mended = try #require(try mending(#"{"submitter":{"phone":"0935777888","identityNumber":null}}"#))
        guard case .mended(let draft)? = mended.submitter else {
            Issue.record("no submitter is mended")
            return
        }
        #expect(draft.name == nil && draft.identityNumber == "" && draft.phone == "0935777888")
        #expect(mended.notifiesBySMS == nil)

        let removed = try #require(try mending(#"{"submitter":null,"notifyBySMS":false}"#))
        guard case .removed? = removed.submitter else {
            Issue.record("no submitter is removed")
            return
        }
        #expect(removed.notifiesBySMS == false)
        let named = try #require(try mending(#"{"name":"Trần Văn An","notifyBySMS":true}"#))
        #expect(named.submitter == nil && named.notifiesBySMS == true)
    }

    @Test(
        "a correction of submitter or texts that cannot be read is refused by its path",
        arguments: [
            (#"{"submitter":{}}"#, "submitter", .tooShort), (#"{"submitter":"Bình"}"#, "submitter", .wrongType),
            (#"{"submitter":{"name":null}}"#, "submitter.name", .required),
            (#"{"submitter":{"email":"a@b.vn"}}"#, "submitter.email", .unknownField),
            (#"{"notifyBySMS":null}"#, "notifyBySMS", .required), (#"{"notifyBySMS":1}"#, "notifyBySMS", .wrongType),
        ] as [(String, String, FieldError.Code)]
    )
    func badSubmitterOrTexts(fields: String, field: String, code: FieldError.Code) throws {
        let errors = try read(.correctDossier, #"{"fields":\#(fields),"reason":"x"}"#).errors
        #expect(errors == [FieldError("fields." + field, code)])
    }
}
