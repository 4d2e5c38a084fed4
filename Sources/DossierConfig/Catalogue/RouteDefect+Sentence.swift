import DossierDomain

extension RouteDefect {
    /// The step that breaks the route, nil if it is the route as a whole.
    var step: StepID? {
        switch self {
        case .tooShort, .tooLong: nil
        case .duplicateStep(let step), .duplicateOutcome(let step, _), .unknownNextStep(let step, _), .cycle(let step),
            .unreachable(let step), .deadEnd(let step), .handOverNotLast(let step), .citizenAtTheDesk(let step),
            .outcomeAtPayment(let step), .separatedFromUnknown(let step, _), .separatedFromLater(let step, _),
            .citizenSeparated(let step, _):
            step
        }
    }

    /// The key of that step under which the mistake stands, nil if it is the step as a whole.
    var key: String? {
        switch self {
        case .duplicateStep: "id"
        case .duplicateOutcome, .unknownNextStep, .cycle, .handOverNotLast, .outcomeAtPayment: "next"
        case .citizenAtTheDesk: "performer"
        case .separatedFromUnknown, .separatedFromLater, .citizenSeparated: "separateFrom"
        case .tooShort, .tooLong, .unreachable, .deadEnd: nil
        }
    }

    /// What is wrong, for the one who keeps the file.
    var sentence: ConfigurationDefect.Sentence {
        switch self {
        case .tooShort: .init("A route has an intake and a hand-over.", "Quy trình cần bước tiếp nhận và trả kết quả.")
        case .tooLong:
            .init("A route has at most \(Route.maximumSteps) steps.", "Quy trình có tối đa \(Route.maximumSteps) bước.")
        case .duplicateStep(let step): .init("The step \(step) stands twice.", "Bước \(step) bị ghi hai lần.")
        case .duplicateOutcome(_, let outcome):
            .init("The outcome \(outcome) stands twice.", "Kết luận \(outcome) bị ghi hai lần.")
        case .unknownNextStep(_, let next): .init("There is no step \(next).", "Không có bước \(next).")
        case .cycle(let step):
            .init("The step \(step) leads back to itself.", "Bước \(step) quay vòng lại chính nó.")
        case .unreachable(let step):
            .init("No way from the intake leads to \(step).", "Không đường nào từ bước tiếp nhận đến \(step).")
        case .deadEnd(let step):
            .init("The step \(step) does not lead to the hand-over.", "Bước \(step) không dẫn tới trả kết quả.")
        case .handOverNotLast(let step):
            .init("The last step \(step) must have no next.", "Bước cuối \(step) không được có bước tiếp theo.")
        case .citizenAtTheDesk(let step):
            .init("The step \(step) must be a desk's.", "Bước \(step) phải do bộ phận một cửa làm.")
        case .outcomeAtPayment(let step):
            .init("The payment step \(step) has no outcomes.", "Bước nộp tiền \(step) không có kết luận.")
        case .separatedFromUnknown(_, let named): .init("There is no step \(named).", "Không có bước \(named).")
        case .separatedFromLater(let step, let named):
            .init(
                "No way leads through \(named) before \(step), so nobody could have done it.",
                "Không đường nào qua bước \(named) trước bước \(step)."
            )
        case .citizenSeparated(_, let named):
            .init(
                "The step \(named) is the citizen's: separateFrom is about steps of units.",
                "Bước \(named) do công dân thực hiện: separateFrom chỉ dùng cho bước của đơn vị."
            )
        }
    }
}
