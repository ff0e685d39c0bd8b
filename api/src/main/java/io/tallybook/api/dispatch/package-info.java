/** From a request to the buses and back: who calls, what is sent, how a refusal is told. */
@NullMarked
package io.tallybook.api.dispatch;

import org.jspecify.annotations.NullMarked;
