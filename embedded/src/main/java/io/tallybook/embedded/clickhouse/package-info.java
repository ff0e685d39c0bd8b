@NullMarked
package io.tallybook.embedded.clickhouse;

import org.jspecify.annotations.NullMarked;
