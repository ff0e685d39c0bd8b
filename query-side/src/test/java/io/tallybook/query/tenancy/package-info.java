@NullMarked
package io.tallybook.query.tenancy;

import org.jspecify.annotations.NullMarked;
