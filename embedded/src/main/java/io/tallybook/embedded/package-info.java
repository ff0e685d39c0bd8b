@NullMarked
package io.tallybook.embedded;

import org.jspecify.annotations.NullMarked;
