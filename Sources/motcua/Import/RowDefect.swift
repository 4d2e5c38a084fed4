import DossierDomain
import DossierEngine

/// Why a register's row is not taken over (lý do từ chối dòng sổ).
enum RowDefect: Error, Hashable, Sendable {
    /// A cell cannot be taken.
    case cell(RegisterColumn, FieldError.Code)
    /// The rules refuse the dossier.
    case refused(DossierRejection)
    /// The row cannot be taken apart.
    case broken(CSVDefect)
    /// The row has another number of cells than the heading.
    case cellCount(Int)

    /// The first cell, in the columns' order, that is among some errors; nil if there are none.
    init?(firstOf errors: [FieldError]) {
        let cells = errors.compactMap { error in RegisterColumn(field: error.field).map { ($0, error.code) } }
        guard let first = cells.min(by: { $0.0.rank < $1.0.rank }) else { return nil }
        self = .cell(first.0, first.1)
    }

    /// The column to look at; nil if the row as a whole is wrong.
    var column: RegisterColumn? {
        switch self {
        case .cell(let column, _): column
        case .refused(.calendarUnknown), .refused(.regimeNotInForce): .receivedAt
        case .refused: .procedureCode
        case .broken, .cellCount: nil
        }
    }

    /// The name of the field, as the REST interface has it; `row` if the row as a whole is wrong.
    var field: String { column?.field ?? "row" }
}
