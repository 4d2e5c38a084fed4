import DossierEngine
import Testing
import WorkingCalendar

/// Intakes as a clerk types them (the example of design.md §4), with the change that a test is about.
enum Drafts {
    static func business(_ change: (inout IntakeDraft) -> Void = { _ in }) -> IntakeDraft {
        var draft = IntakeDraft()
        draft.procedureCode = "1.001612"
        draft.channel = "desk"
        draft.subject = "Đăng ký hộ kinh doanh tạp hóa"
        draft.notifyBySMS = true
        var applicant = PersonDraft()
        applicant.kind = "citizen"
        applicant.name = "Nguyễn Văn An"
        applicant.identityNumber = "049085001234"
        applicant.phone = "0905123456"
        applicant.address = "Thị trấn Hà Lam"
        draft.applicant = applicant
        draft.documents = [document("Giấy đề nghị đăng ký")]
        change(&draft)
        return draft
    }

    static func submitter(_ change: (inout PersonDraft) -> Void = { _ in }) -> PersonDraft {
        var draft = PersonDraft()
        draft.name = "Trần Thị Bình"
        change(&draft)
        return draft
    }

    static func document(_ name: String?, form: String? = "original", quantity: Int64? = 1) -> DocumentDraft {
        var draft = DocumentDraft()
        draft.name = name
        draft.form = form
        draft.quantity = quantity
        return draft
    }
}

/// The intake that a draft makes on 2022-01-05; a refusal fails the test.
func judged(_ draft: IntakeDraft) throws -> Intake {
    try Intake(draft, rules: TestRules.make(), on: date("2022-01-05"))
}

/// The errors that a draft meets on 2022-01-05, each as `field code`, in their order; none if it is taken.
func errors(of draft: IntakeDraft) throws -> [String] {
    do {
        _ = try judged(draft)
        return []
    } catch RequestRefusal.invalidFields(let errors) {
        return errors.map { $0.field + " " + $0.code.rawValue }
    }
}
