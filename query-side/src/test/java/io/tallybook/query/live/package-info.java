@NullMarked
package io.tallybook.query.live;

import org.jspecify.annotations.NullMarked;
