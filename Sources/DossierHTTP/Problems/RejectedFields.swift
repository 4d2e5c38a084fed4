import DossierDomain
import DossierEngine

extension DossierRejection {
    /// The fields of an action's body that are its cause (mục không hợp lệ); empty where the dossier or the actor is.
    var fields: [FieldError] {
        switch self {
        case .unknownStep(_, isTarget: let isTarget): [FieldError(isTarget ? "toStepId" : "stepId", .invalidValue)]
        case .unknownOutcome: [FieldError("outcome", .invalidValue)]
        case .denialNeedsReason: [FieldError("result.reason", .required)]
        case .returnTargetInvalid: [FieldError("toStepId", .invalidValue)]
        case .assigneeInvalid: [FieldError("assignee", .invalidValue)]
        case .newDueDateInvalid, .newDueDateTooEarly: [FieldError("newDueAt", .outOfRange)]
        default: []
        }
    }
}
