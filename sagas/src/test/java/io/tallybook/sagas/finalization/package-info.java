@NullMarked
package io.tallybook.sagas.finalization;

import org.jspecify.annotations.NullMarked;
