/** Writing answers: every key of a model, null when unset, decimals as text, times in RFC 3339. */
@NullMarked
package io.tallybook.api.response;

import org.jspecify.annotations.NullMarked;
