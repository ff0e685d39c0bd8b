package io.tallybook.domain.usage;

/** What parsing a formula gives: the formula, or the first thing wrong with it and where. */
public sealed interface ParsedExpression permits Expression, ExpressionError {}
