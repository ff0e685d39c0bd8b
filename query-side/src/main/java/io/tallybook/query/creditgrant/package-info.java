/** Credit grants, as they are seen. */
@NullMarked
package io.tallybook.query.creditgrant;

import org.jspecify.annotations.NullMarked;
