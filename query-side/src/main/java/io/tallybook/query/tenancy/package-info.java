/** The views of environments and API keys. */
@NullMarked
package io.tallybook.query.tenancy;

import org.jspecify.annotations.NullMarked;
