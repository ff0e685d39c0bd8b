@NullMarked
package io.tallybook.query;

import org.jspecify.annotations.NullMarked;
