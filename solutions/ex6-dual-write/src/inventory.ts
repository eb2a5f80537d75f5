export { getQuantity } from './get-quantity.ts';
export { updateQuantity } from './update-quantity.ts';
