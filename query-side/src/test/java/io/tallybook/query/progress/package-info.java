@NullMarked
package io.tallybook.query.progress;

import org.jspecify.annotations.NullMarked;
