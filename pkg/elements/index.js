// Defines the elements: <purlform-scan>, <purlform-designer>, <purlform-order>.

import { PurlformDesigner } from './designer.js';
import { PurlformOrder } from './order.js';
import { PurlformScan } from './scan.js';

const ELEMENTS = { 'purlform-scan': PurlformScan, 'purlform-designer': PurlformDesigner, 'purlform-order': PurlformOrder };
for (const [tag, element] of Object.entries(ELEMENTS)) if (!customElements.get(tag)) customElements.define(tag, element);

export { PurlformDesigner, PurlformOrder, PurlformScan };
