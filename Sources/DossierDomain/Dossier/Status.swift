/// The state of a dossier in the national table (trạng thái hồ sơ).
///
/// Source: domain.md §2.1 (codes of the national public service portal). Which moves are allowed is said at each
/// command; everything else is refused.
public enum Status: Int, CaseIterable, Comparable, Sendable {
    /// Mới đăng ký: filed online, not yet looked at. To 2, 3, 5, 7, 8.
    case submitted = 1
    /// Được tiếp nhận: received at the desk. To 4, 5, 6, 7, 8, or 9 where nothing but the hand-over follows the intake.
    case received = 2
    /// Không được tiếp nhận: refused. An end.
    case refused = 3
    /// Đang xử lý: under way. To 5, 6, 7, 8, 9.
    case processing = 4
    /// Yêu cầu bổ sung giấy tờ: waiting for a supplement, clock stopped. Back to where it was, or 7, 8.
    case awaitingSupplement = 5
    /// Yêu cầu thực hiện nghĩa vụ tài chính: waiting for a payment, clock stopped. Back to where it was, or 7, 8.
    case awaitingPayment = 6
    /// Công dân yêu cầu rút hồ sơ: withdrawn by the citizen. To 8 at once.
    case withdrawn = 7
    /// Dừng xử lý: stopped. An end.
    case stopped = 8
    /// Đã xử lý xong: the result is ready. To 10.
    case finished = 9
    /// Đã trả kết quả: handed over. An end.
    case handedOver = 10

    /// Whether nothing more can happen to the dossier.
    public var isEnd: Bool { self == .refused || self == .stopped || self == .handedOver }

    /// Whether the dossier's clock runs.
    public var isRunning: Bool { self == .received || self == .processing }

    /// Orders statuses by their code.
    public static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
}
