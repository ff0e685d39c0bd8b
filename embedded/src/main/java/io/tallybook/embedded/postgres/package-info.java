@NullMarked
package io.tallybook.embedded.postgres;

import org.jspecify.annotations.NullMarked;
