package io.tallybook.domain.usage;

/**
 * Why a text is no formula.
 *
 * @param position where the fault lies, counted from zero in UTF-16 units; the text's length if it
 *     ended too soon
 */
public record ExpressionError(String source, int position, String came, String expected)
        implements ParsedExpression {
    /** One line for people, the position counted from one. */
    public String message() {
        return "expression \""
                + source
                + "\", position "
                + (position + 1)
                + ": came "
                + came
                + ", expected "
                + expected;
    }
}
