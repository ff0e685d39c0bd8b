/**
 * Every refusal and failure of the HTTP surface, in one body that both generations of clients read.
 */
@NullMarked
package io.tallybook.api.problem;

import org.jspecify.annotations.NullMarked;
