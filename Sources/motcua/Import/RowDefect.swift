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
    case cellCount(Int, expected: Int)
    /// The row was taken over before for another commune than the one named.
    case knownElsewhere(CommuneID)

    /// The column to look at; nil if the row as a whole is wrong.
    var column: RegisterColumn? {
        switch self {
        case .cell(let column, _): column
        case .refused(.calendarUnknown), .refused(.regimeNotInForce): .receivedAt
        case .refused: .procedureCode
        case .knownElsewhere: .commune
        case .broken, .cellCount: nil
        }
    }

    /// The name of the field, as the REST interface has it; `row` if the row as a whole is wrong.
    var field: String { column?.field ?? "row" }
}

/// Everything for which a row is not taken over (mọi lý do từ chối), so that it need be corrected only once.
struct RowDefects: Error, Hashable, Sendable {
    /// The first, in the columns' order.
    let first: RowDefect
    /// The others in that order, one for a column at most.
    let others: [RowDefect]

    init(_ first: RowDefect, others: [RowDefect] = []) {
        self.first = first
        self.others = others
    }

    /// The cells that are among some errors; nil if there are none.
    init?(_ errors: [FieldError]) {
        let cells = RegisterColumn.allCases.compactMap { column in
            errors.first { RegisterColumn(field: $0.field) == column }.map { RowDefect.cell(column, $0.code) }
        }
        guard let first = cells.first else { return nil }
        self.init(first, others: Array(cells.dropFirst()))
    }
}
